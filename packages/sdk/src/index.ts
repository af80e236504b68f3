export { type AnyDomainError as CarillonError, isDomainError as isCarillonError } from '@carillon/core';
export { type Client, createClient, type ProcedureCalls } from './client/client.ts';
export type { CallOptions, ClientOptions } from './client/options.ts';
export type { ResultOptions, RunHandle, RunOptions } from './client/run.ts';
export { type DeployResult, deploy } from './deploy.ts';
export { type Duration, durationSeconds } from './duration.ts';
export { type ContextStorage, currentContext, setContextStorage } from './flow/ambient.ts';
export { checkDeployment } from './flow/check-deployment.ts';
export type { FlowContext, LogLevel, RunIdentity, RunLog, TaskContext } from './flow/context.ts';
export {
  type Deployment,
  type DeploymentConcurrency,
  type DeploymentOptions,
  fullName,
  isDeployment,
} from './flow/deployment.ts';
export { deploymentInput } from './flow/deployment-input.ts';
export {
  type AnyFlow,
  type Flow,
  type FlowInput,
  type FlowOptions,
  type FlowResult,
  type FlowSettings,
  flow,
  isFlow,
  runFlow,
} from './flow/flow.ts';
export {
  type CronOptions,
  cron,
  type EveryOptions,
  every,
  rrule,
  type Schedule,
  type ScheduleOptions,
} from './flow/schedules.ts';
export { type Task, type TaskOptions, task } from './flow/task.ts';
export type { Json } from './json.ts';
