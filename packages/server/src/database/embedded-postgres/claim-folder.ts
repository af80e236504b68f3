import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './error.ts';
import { processStart } from './process-identity.ts';

/** Two that come in the same moment see each other and both step back; they try again at different times. */
const attempts = 10;
const longestPauseMs = 40;

export type Claim = { release(): Promise<void> };

const pidOf = (name: string): number => Number(name.split('.')[0]);

const isAlive = (name: string): boolean => {
  const [pid, start] = name.split('.');
  return processStart(Number(pid)) === start;
};

/**
 * Makes this process the only one to use a folder, or throws an error that names the one which does.
 *
 * A claim is a file whose name says whose it is (pid, when that process started, which claim of it). Everyone writes
 * their own before looking for others, so of two at least one sees the other; and as no name ever comes back, whoever
 * finds the claim of a dead process can remove it.
 */
export const claimFolder = async (home: string, called: string): Promise<Claim> => {
  const folder = path.join(home, 'claims');
  await mkdir(folder, { recursive: true });
  const own = `${process.pid}.${processStart(process.pid)}.${randomBytes(4).toString('hex')}`;
  const release = (): Promise<void> => rm(path.join(folder, own), { force: true });

  let other: string | undefined;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    await writeFile(path.join(folder, own), '');
    const others = (await readdir(folder)).filter((name) => name !== own);
    const living = others.filter(isAlive);
    for (const name of others) if (!living.includes(name)) await rm(path.join(folder, name), { force: true });
    if (living.length === 0) return { release };
    await release();
    other = living[0];
    await sleep(Math.random() * longestPauseMs);
  }
  throw new EmbeddedPostgresError(`${called} is in use by a server with pid ${pidOf(other ?? own)}`);
};
