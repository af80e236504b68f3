import { z } from 'zod';

/** A UUID in any version and case; kept in lower case. Each noun has its own brand, so that ids cannot be mixed up. */
const uuid = z.guid('must be a UUID').overwrite((value) => value.toLowerCase());

export const flowId = uuid.brand<'FlowId'>();
export const deploymentId = uuid.brand<'DeploymentId'>();
export const scheduleId = uuid.brand<'ScheduleId'>();
export const flowRunId = uuid.brand<'FlowRunId'>();
export const flowRunInputId = uuid.brand<'FlowRunInputId'>();
export const taskRunId = uuid.brand<'TaskRunId'>();
export const stateId = uuid.brand<'StateId'>();
export const workPoolId = uuid.brand<'WorkPoolId'>();
export const workQueueId = uuid.brand<'WorkQueueId'>();
export const workerId = uuid.brand<'WorkerId'>();
export const concurrencyLimitId = uuid.brand<'ConcurrencyLimitId'>();
export const logId = uuid.brand<'LogId'>();
export const variableId = uuid.brand<'VariableId'>();
export const blockDocumentId = uuid.brand<'BlockDocumentId'>();
export const runnerId = uuid.brand<'RunnerId'>();
export const transitionId = uuid.brand<'TransitionId'>();
export const leaseId = uuid.brand<'LeaseId'>();

export type FlowId = z.output<typeof flowId>;
export type DeploymentId = z.output<typeof deploymentId>;
export type ScheduleId = z.output<typeof scheduleId>;
export type FlowRunId = z.output<typeof flowRunId>;
export type TaskRunId = z.output<typeof taskRunId>;
export type StateId = z.output<typeof stateId>;
export type WorkPoolId = z.output<typeof workPoolId>;
export type WorkQueueId = z.output<typeof workQueueId>;
export type WorkerId = z.output<typeof workerId>;
export type ConcurrencyLimitId = z.output<typeof concurrencyLimitId>;
export type LogId = z.output<typeof logId>;
export type VariableId = z.output<typeof variableId>;
export type RunnerId = z.output<typeof runnerId>;
