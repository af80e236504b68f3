import type { log } from '@carillon/core';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Tables } from '../../database/db.ts';

export const logView = (row: Selectable<Tables['log']>): z.input<typeof log> => ({
  id: row.id,
  created: row.created,
  name: row.name,
  level: row.level,
  message: row.message,
  timestamp: row.timestamp,
  flowRunId: row.flow_run_id,
  taskRunId: row.task_run_id,
  workerId: row.worker_id,
});
