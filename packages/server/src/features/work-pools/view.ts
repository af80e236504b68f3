import type { workPool } from '@carillon/core';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Tables } from '../../database/db.ts';
import { pauseView } from '../../pause.ts';

/** `slots` tells of pools with a limit how many of it are taken. */
export const workPoolView = (
  row: Selectable<Tables['work_pool']>,
  slots: ReadonlyMap<string, number>,
): z.input<typeof workPool> => ({
  id: row.id,
  created: row.created,
  updated: row.updated,
  name: row.name,
  description: row.description,
  type: row.type,
  baseJobTemplate: row.base_job_template,
  isPaused: row.is_paused,
  pause: pauseView(row),
  concurrencyLimit: row.concurrency_limit,
  storageConfiguration: row.storage_configuration,
  status: row.status,
  defaultQueueId: row.default_queue_id,
  activeSlots: row.concurrency_limit === null ? null : (slots.get(row.id) ?? 0),
});
