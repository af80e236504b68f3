import type { workQueue } from '@carillon/core';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Tables } from '../../database/db.ts';
import { pauseView } from '../../pause.ts';

export type QueueRow = Selectable<Tables['work_queue']> & { pool_name: string };

/** `slots` tells of queues with a limit how many of it are taken. */
export const queueView = (row: QueueRow, slots: ReadonlyMap<string, number>): z.input<typeof workQueue> => ({
  id: row.id,
  created: row.created,
  updated: row.updated,
  name: row.name,
  description: row.description,
  isPaused: row.is_paused,
  pause: pauseView(row),
  concurrencyLimit: row.concurrency_limit,
  priority: row.priority,
  workPoolId: row.work_pool_id,
  workPoolName: row.pool_name,
  filter: row.filter,
  lastPolled: row.last_polled,
  status: row.status,
  activeSlots: row.concurrency_limit === null ? null : (slots.get(row.id) ?? 0),
});
