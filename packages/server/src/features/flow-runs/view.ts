import type { flowRun } from '@carillon/core';
import type { z } from 'zod';
import type { Db } from '../../database/db.ts';
import { estimatedRunTime, estimatedStartTimeDelta } from './estimates.ts';
import { stateOf } from './orchestrated-run.ts';

/** Runs with the names of their queue and pool; every column of `flow_run` can be filtered and sorted by. */
export const selectFlowRuns = (db: Db) =>
  db
    .selectFrom('flow_run')
    .leftJoin('work_queue', 'work_queue.id', 'flow_run.work_queue_id')
    .leftJoin('work_pool', 'work_pool.id', 'work_queue.work_pool_id')
    .selectAll('flow_run')
    .select([
      'work_queue.name as joined_queue_name',
      'work_pool.id as joined_pool_id',
      'work_pool.name as joined_pool_name',
    ]);

export type FlowRunRow = Awaited<ReturnType<ReturnType<typeof selectFlowRuns>['execute']>>[number];

export const flowRunView = (row: FlowRunRow, now: Date): z.input<typeof flowRun> => ({
  id: row.id,
  created: row.created,
  updated: row.updated,
  name: row.name,
  flowId: row.flow_id,
  stateId: row.state_id,
  state: stateOf(row),
  stateType: row.state_type,
  stateName: row.state_name,
  deploymentId: row.deployment_id,
  deploymentVersion: row.deployment_version,
  scheduleId: row.schedule_id,
  nominalStart: row.nominal_start,
  workQueueId: row.work_queue_id,
  workQueueName: row.joined_queue_name ?? row.work_queue_name,
  workPoolId: row.joined_pool_id,
  workPoolName: row.joined_pool_name,
  flowVersion: row.flow_version,
  parameters: row.parameters,
  idempotencyKey: row.idempotency_key,
  context: row.context,
  empiricalPolicy: row.empirical_policy,
  tags: row.tags,
  labels: row.labels,
  parentTaskRunId: row.parent_task_run_id,
  runCount: row.run_count,
  expectedStartTime: row.expected_start_time,
  nextScheduledStartTime: row.next_scheduled_start_time,
  startTime: row.start_time,
  endTime: row.end_time,
  totalRunTime: row.total_run_time,
  estimatedRunTime: estimatedRunTime(row, now),
  estimatedStartTimeDelta: estimatedStartTimeDelta(row, now),
  autoScheduled: row.auto_scheduled,
  infrastructureDocumentId: row.infrastructure_document_id,
  infrastructurePid: row.infrastructure_pid,
  createdBy: row.created_by,
  jobVariables: row.job_variables,
  leaseExpiresAt: row.lease_expires_at,
});
