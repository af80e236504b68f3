import type { Worker, WorkPool, WorkQueue } from '@carillon/core';
import { clientCommand, printJson } from '../../client-command.ts';
import { onlyOne } from '../../find/only-one.ts';
import { pauseInWords } from '../../format/pause.ts';
import { members } from '../../format/table.ts';
import { whenInWords } from '../../format/time.ts';
import { pages } from '../../pages.ts';
import { poolStatus, slotsInWords } from './ls.ts';

const queueLine = (queue: WorkQueue): string =>
  [
    queue.name,
    `priority ${queue.priority}`,
    ...(queue.concurrencyLimit === null ? [] : [`${slotsInWords(queue)} slots taken`]),
    ...(queue.pause === null ? [] : [`paused ${pauseInWords(queue.pause)}`]),
  ].join('  ');

const workerLine = ({ name, status, lastHeartbeatTime }: Worker, now: Date): string =>
  [name, status.toLowerCase(), `heard ${whenInWords(lastHeartbeatTime, now)}`].join('  ');

const inWords = (pool: WorkPool, queues: readonly WorkQueue[], workers: readonly Worker[]): string =>
  members([
    ['pool', pool.name],
    ['id', pool.id],
    ['type', pool.type],
    ['description', pool.description],
    ['status', poolStatus(pool)],
    ['paused', pool.pause && pauseInWords(pool.pause)],
    ['slots', slotsInWords(pool)],
    ['queues', queues.map(queueLine).join('\n')],
    ['workers', workers.map((worker) => workerLine(worker, new Date())).join('\n')],
  ]);

export const poolsInspect = clientCommand({
  usage: 'carillon pools inspect POOL [--json]',
  about: 'Shows a work pool with its queues, in order of their priority, and its workers.',
  async run({ parsed, client, json }) {
    const name = onlyOne(parsed, 'work pool');
    const pool = await client.workPools.read({ name });
    const [queues, workers] = await Promise.all([
      pages((cursor) => client.workPools.queues.list({ workPoolName: name, cursor })),
      pages((cursor) => client.workPools.workers.list({ workPoolName: name, cursor })),
    ]);
    if (json) printJson({ pool, queues, workers });
    else console.log(inWords(pool, queues, workers));
    return 0;
  },
});
