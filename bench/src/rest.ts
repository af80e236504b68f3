import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLogger } from '@carillon/process';
import { startEmbeddedPostgres } from '@carillon/server';
import { Client } from 'pg';
import type { Benchmark, Case, Figure } from './benchmark.ts';
import { connections, type RestFigure, restLoad } from './server/rest-load.ts';
import { type RestServer, startOwnServer, startPrefectServer } from './server/rest-servers.ts';

const times = 20;
/** The Python of an environment in which Prefect is installed. */
const python = process.env.CARILLON_PREFECT_PYTHON;

type Figures = Record<string, RestFigure>;

/** The load on a server that has a database of this name to itself. */
const loaded = async (
  clusterUrl: string,
  name: string,
  start: (databaseUrl: string) => Promise<RestServer>,
): Promise<Figures> => {
  const admin = new Client({ connectionString: clusterUrl });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const databaseUrl = new URL(clusterUrl);
  databaseUrl.pathname = `/${name}`;
  await using server = await start(databaseUrl.href);
  return await restLoad(server.api);
};

const figure = (subject: string, { perSecond, p50 }: RestFigure): Figure => ({
  subject,
  value: perSecond,
  note: `p50 ${p50.toLocaleString('en', { maximumSignificantDigits: 3 })} ms`,
});

const caseOf = (name: string, own: RestFigure, peer: RestFigure | undefined): Case => ({
  name,
  unit: name.startsWith('schedule') ? 'runs/s' : 'a second',
  figures: [
    figure('carillon', own),
    peer === undefined
      ? { subject: 'prefect', value: null, note: 'not installed: CARILLON_PREFECT_PYTHON is not set' }
      : figure('prefect', peer),
  ],
  aims:
    peer === undefined
      ? []
      : [
          {
            words: `${times} times Prefect`,
            reached: own.perSecond / peer.perSecond,
            wanted: times,
          },
        ],
});

const measure = async (): Promise<Case[]> => {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(path.join(tmpdir(), 'carillon-bench-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({
    folder: path.join(folder, 'postgres'),
    log: createLogger({ level: 'error' }),
  });
  stack.defer(() => postgres.stop());
  const own = await loaded(postgres.url, 'own', startOwnServer);
  const peer: Figures =
    python === undefined
      ? {}
      : await loaded(postgres.url, 'prefect', (databaseUrl) =>
          startPrefectServer(python, { databaseUrl, folder: path.join(folder, 'prefect') }),
        );
  return Object.entries(own).map(([name, reached]) => caseOf(name, reached, peer[name]));
};

export const benchmark: Benchmark = {
  about: `Prefect's REST on ${connections} connections, beside Prefect's own server on the same PostgreSQL`,
  run: measure,
};
