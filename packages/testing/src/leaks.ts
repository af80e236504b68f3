import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { afterAll } from 'vitest';

// A connection that was closed, or a process that was killed, is gone a moment later.
const graceMs = 2000;
const lookMs = 20;

/** Looks until nothing is left or the grace is over, and gives what there is then. */
const settled = async (look: () => Promise<string[]>): Promise<string[]> => {
  const deadline = performance.now() + graceMs;
  let left = await look();
  while (left.length > 0 && performance.now() < deadline) {
    await sleep(lookMs);
    left = await look();
  }
  return left;
};

/** Connections to a database that nobody closed: who they say they are, and their last statement. */
export const leftConnections = (admin: Client, database: string): Promise<string[]> =>
  settled(async () => {
    const { rows } = await admin.query<{ about: string }>(
      `select format('%s (%s): %s', application_name, state, left(query, 200)) as about
       from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [database],
    );
    return rows.map(({ about }) => about);
  });

const parentOf = (stat: string): number => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);

const childProcesses = async (): Promise<string[]> => {
  const found: string[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    if (stat === '' || parentOf(stat) !== process.pid) continue;
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    found.push(`${pid} ${command.replaceAll('\0', ' ').trim()}`);
  }
  return found;
};

/** Processes that this one started and that do not end. */
export const leftProcesses = (): Promise<string[]> => settled(childProcesses);

/** Said once in a test file: the file fails when a process that it started is still there at its end. Linux only. */
export const failOnLeftProcesses = (): void => {
  if (process.platform !== 'linux') return;
  afterAll(async () => {
    const left = await leftProcesses();
    if (left.length > 0) throw new Error(`this file left processes behind:\n${left.join('\n')}`);
  });
};
