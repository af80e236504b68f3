import type { taskRun } from '@carillon/core';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Tables } from '../../database/db.ts';
import { estimatedRunTime, estimatedStartTimeDelta } from '../flow-runs/estimates.ts';
import { stateOf } from '../flow-runs/orchestrated-run.ts';

export const taskRunView = (row: Selectable<Tables['task_run']>, now: Date): z.input<typeof taskRun> => ({
  id: row.id,
  created: row.created,
  updated: row.updated,
  name: row.name,
  flowRunId: row.flow_run_id,
  taskKey: row.task_key,
  dynamicKey: row.dynamic_key,
  cacheKey: row.cache_key,
  cacheExpiration: row.cache_expiration,
  taskVersion: row.task_version,
  empiricalPolicy: row.empirical_policy,
  tags: row.tags,
  labels: row.labels,
  taskInputs: row.task_inputs,
  stateId: row.state_id,
  state: stateOf(row),
  stateType: row.state_type,
  stateName: row.state_name,
  runCount: row.run_count,
  flowRunRunCount: row.flow_run_run_count,
  expectedStartTime: row.expected_start_time,
  nextScheduledStartTime: row.next_scheduled_start_time,
  startTime: row.start_time,
  endTime: row.end_time,
  totalRunTime: row.total_run_time,
  estimatedRunTime: estimatedRunTime(row, now),
  estimatedStartTimeDelta: estimatedStartTimeDelta(row, now),
});
