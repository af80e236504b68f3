import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@carillon/process';
import { EmbeddedPostgresError } from './error.ts';
import { postgresProcessesIn, processStart } from './process-identity.ts';

const politeMs = 10_000;
const lookMs = 20;

export const postmasterPid = async (data: string): Promise<number | undefined> => {
  const text = await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
};

/** What the system still knows by that number, a zombie too. */
const pidIsTaken = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone, which is what was wanted; if it is not ours to end, the wait below says so.
  }
};

/**
 * Ends what a killed owner left at work in this data folder, and removes a postmaster.pid that PostgreSQL would wrongly
 * believe: one whose number is now a zombie or another program. The caller holds the claim, so nobody rightful is hit.
 */
export const clearLeftovers = async (data: string, log: Logger): Promise<void> => {
  const pid = await postmasterPid(data);
  let left = await postgresProcessesIn(data, pid);
  if (left.length > 0) {
    log.info({ data, pids: left }, 'stopping a database that its owner left behind');
    // A postmaster takes its backends along; those without one get the signal themselves.
    const first = pid !== undefined && left.includes(pid) ? [pid] : left;
    for (const each of first) signal(each, first[0] === pid ? 'SIGINT' : 'SIGTERM');
  }
  for (let waited = 0; left.length > 0 && waited < 2 * politeMs; waited += lookMs) {
    await sleep(lookMs);
    left = await postgresProcessesIn(data, pid);
    if (waited >= politeMs) for (const each of left) signal(each, 'SIGKILL');
  }
  if (left.length > 0) {
    throw new EmbeddedPostgresError(
      `another PostgreSQL is at work in ${data} and could not be ended: pid ${left.join(', ')}`,
    );
  }
  // One whose number is free is left to PostgreSQL, which also looks whether shared memory is still in use.
  if (pid !== undefined && pidIsTaken(pid)) {
    log.debug({ pid, running: processStart(pid) !== undefined }, 'removing a stale postmaster.pid');
    await rm(path.join(data, 'postmaster.pid'), { force: true });
  }
};
