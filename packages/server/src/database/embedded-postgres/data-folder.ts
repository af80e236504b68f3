import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EmbeddedPostgresError } from './error.ts';
import type { Binaries } from './prepare-binaries.ts';
import { type RunAs, run, spawnOptions } from './run-as.ts';

export const superuser = 'carillon';

const unfinishedPrefix = 'initdb-';

const readPassword = async (home: string): Promise<string | undefined> =>
  (await readFile(path.join(home, 'password'), 'utf8').catch(() => undefined))?.trim();

const writePrivate = async (file: string, text: string): Promise<void> => {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
};

/** initdb into a folder beside, renamed when it is done: a kill in the middle leaves nothing half-made under the name. */
const initialise = async (
  home: string,
  password: string,
  { initdb }: Binaries,
  runAs: RunAs | undefined,
  durable: boolean,
): Promise<void> => {
  const unfinished = path.join(home, `${unfinishedPrefix}${randomBytes(4).toString('hex')}`);
  await mkdir(unfinished, { mode: 0o700 });
  const passwordFile = path.join(unfinished, 'password');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (runAs !== undefined)
    for (const made of [unfinished, passwordFile]) await chown(made, runAs.uid, runAs.gid);
  const made = path.join(unfinished, 'data');
  const options = [
    `--pgdata=${made}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  await run(initdb, durable ? options : [...options, '--no-sync'], spawnOptions(runAs));
  await rename(made, path.join(home, 'data'));
  await rm(unfinished, { recursive: true });
};

const checkExisting = async (data: string, version: string, runAs: RunAs | undefined): Promise<void> => {
  const { uid, mode } = await stat(data);
  const wanted = runAs?.uid ?? process.getuid?.();
  if (uid !== wanted) {
    throw new EmbeddedPostgresError(
      `${data} belongs to the user with uid ${uid}: run as that user, or chown it to ${wanted}`,
    );
  }
  if ((mode & 0o077) !== 0) await chmod(data, 0o700);
  const major = (await readFile(path.join(data, 'PG_VERSION'), 'utf8')).trim();
  if (major !== version.split('.')[0]) {
    throw new EmbeddedPostgresError(
      `${data} was made by PostgreSQL ${major}, this is ${version}: dump it with the old one, or move it away`,
    );
  }
};

export type DataFolder = { data: string; password: string };

/**
 * The database's files, made on first use, and the superuser's password, in a file only we can read.
 * Not `durable`: without waiting for the disk. The caller holds the claim on `home`.
 */
export const prepareData = async (
  home: string,
  binaries: Binaries,
  { runAs, durable }: { runAs: RunAs | undefined; durable: boolean },
): Promise<DataFolder> => {
  const names = await readdir(home);
  for (const name of names) {
    // The initdb of a killed owner may still be writing.
    if (name.startsWith(unfinishedPrefix))
      await rm(path.join(home, name), { recursive: true, maxRetries: 5 });
  }
  const data = path.join(home, 'data');
  const kept = await readPassword(home);
  if (names.includes('data')) {
    await checkExisting(data, binaries.version, runAs);
    if (kept === undefined)
      throw new EmbeddedPostgresError(
        `the database in ${data} is there, but its password is not: ${path.join(home, 'password')} is gone`,
      );
    return { data, password: kept };
  }
  const password = kept ?? randomBytes(24).toString('base64url');
  if (kept === undefined) await writePrivate(path.join(home, 'password'), password);
  await initialise(home, password, binaries, runAs, durable);
  return { data, password };
};
