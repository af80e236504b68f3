import { execFile, execFileSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './error.ts';

/** Whom PostgreSQL runs as when we are root, which it refuses to be. */
export type RunAs = { uid: number; gid: number };

const candidates = ['postgres', 'nobody'];

const lookUp = (name: string): RunAs | undefined => {
  try {
    const id = (flag: string): number =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
};

/**
 * undefined: run as ourselves. As root: the owner of the data there already is, or a user that every system has;
 * none is ever created.
 */
export const chooseRunAs = async (dataFolder: string): Promise<RunAs | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(dataFolder).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of candidates) {
    const user = lookUp(name);
    if (user !== undefined && user.uid !== 0) return user;
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and there is no user ${candidates.join(' or ')} to run it as; run as another user or set DATABASE_URL`,
  );
};

/** Nothing of ours reaches PostgreSQL by accident: no PG* variables, no foreign language, no local time. */
const environment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } as const;

/** For spawn and its kin: from `/`, for the user may not be allowed where we are. */
export const spawnOptions = (
  runAs: RunAs | undefined,
): { cwd: string; env: Record<string, string> } & Partial<RunAs> => ({
  cwd: '/',
  env: environment,
  ...runAs,
});

export const run = promisify(execFile);

/** Whether that user may go into a folder: not below a 0700 directory of root's, say. */
export const canEnter = async (folder: string, runAs: RunAs | undefined): Promise<boolean> => {
  const options = spawnOptions(runAs);
  try {
    await run('sh', ['-c', 'cd "$0"', folder], options);
    return true;
  } catch {
    return false;
  }
};
