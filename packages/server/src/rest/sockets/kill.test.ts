import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { deploy, failOnLeftProcesses, testApp } from '@carillon/testing';
import { startProcess } from '@carillon/testing/process';
import { until } from '@carillon/testing/until';
import { expect, test } from 'vitest';
import { enter } from '../../../fixtures/prefect-socket.ts';
import { taskEvent } from '../../../fixtures/told-events.ts';

failOnLeftProcesses();

const serverFile = fileURLToPath(new URL('../../../fixtures/server-process.ts', import.meta.url));
const tasks = 300;
/** A client asks so often for the word that what it told is kept. */
const checkpointEvery = 50;

const startServer = async (databaseUrl: string) => {
  const started = startProcess(serverFile, [databaseUrl]);
  const [, url = ''] = await started.said(/"url":"([^"]+)"/);
  return { url, ...started };
};

/** The server that is there at the moment. */
type Serving = { url: string };

/** Tells events as Prefect's clients do: what there was no word of is told again, over a new socket. */
const tellAll = async (serving: Serving, events: readonly Record<string, unknown>[]): Promise<void> => {
  let unconfirmed = [...events];
  while (unconfirmed.length > 0) {
    try {
      await using telling = await enter(serving.url, '/events/in');
      while (unconfirmed.length > 0) {
        const some = unconfirmed.slice(0, checkpointEvery);
        for (const event of some) telling.send(event);
        await telling.ping();
        unconfirmed = unconfirmed.slice(some.length);
      }
    } catch {
      // The server is gone; the next one may not be there yet.
    }
  }
};

/** Listens as Prefect's clients do: after a break, from a minute before. */
const hearAll = async (
  serving: Serving,
  { since, flowRunId, count }: { since: string; flowRunId: string; count: number },
): Promise<Set<string>> => {
  const heard = new Set<string>();
  while (heard.size < count) {
    try {
      await using listening = await enter(serving.url, '/events/out');
      listening.send({
        type: 'filter',
        filter: {
          occurred: { since },
          any_resource: { id: [`prefect.flow-run.${flowRunId}`] },
          event: { prefix: ['prefect.task-run.'] },
        },
      });
      while (heard.size < count) {
        const { event } = await listening.next();
        heard.add(String(Object(event).id));
      }
    } catch {
      // As above.
    }
  }
  return heard;
};

test('servers that are killed one after the other lose nothing that they were told, nor do their listeners', {
  timeout: 120_000,
}, async () => {
  await using app = await testApp();
  const { flowId } = await deploy(app);
  const flowRunId = (await app.caller.flowRuns.create({ flowId, state: { type: 'RUNNING' } })).run.id;
  const since = new Date(Date.now() - 1000).toISOString();
  const events = Array.from({ length: tasks }, (_, index) => ({
    taskRunId: randomUUID(),
    flowRunId,
    dynamicKey: `${index}`,
  })).flatMap((story) =>
    ['PENDING', 'RUNNING', 'COMPLETED'].map((type, step) =>
      taskEvent({ ...story, type, occurred: new Date(Date.now() + step).toISOString() }),
    ),
  );
  let server = await startServer(app.databaseUrl);
  const serving: Serving = { url: server.url };
  const telling = Promise.all(
    [0, 1, 2].map((third) =>
      tellAll(
        serving,
        events.filter((_, index) => Math.floor(index / 3) % 3 === third),
      ),
    ),
  );
  const hearing = hearAll(serving, { since, flowRunId, count: events.length });
  const kept = (): Promise<number> => app.caller.taskRuns.count({ flowRuns: { id: { any: [flowRunId] } } });
  for (const share of [0.2, 0.5]) {
    const next = await startServer(app.databaseUrl);
    await until('a part of them is kept', async () => (await kept()) > share * tasks);
    server.kill('SIGKILL');
    server = next;
    serving.url = next.url;
  }
  await telling;
  expect(await hearing).toEqual(new Set(events.map(({ id }) => id)));
  const completed = { taskRuns: { state: { name: { any: ['Completed'] } } } };
  expect(await app.caller.taskRuns.count({ flowRuns: { id: { any: [flowRunId] } }, ...completed })).toBe(
    tasks,
  );
  const [{ states = 0 } = {}] = await app.read(({ db }) =>
    db
      .selectFrom('task_run_state')
      .select(({ fn }) => fn.countAll<number>().as('states'))
      .execute(),
  );
  expect(states).toBe(events.length);
  server.kill('SIGTERM');
  expect(await server.exitCode).toBe(0);
});
