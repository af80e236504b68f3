export { type AnyDomainError as CarillonError, isDomainError as isCarillonError } from '@carillon/core';
export { type Client, createClient, type ProcedureCalls } from './client/client.ts';
export type { CallOptions, ClientOptions } from './client/options.ts';
export type { ResultOptions, RunHandle, RunOptions } from './client/run.ts';
export { type LogOptions, runLogs } from './client/run-logs.ts';
export { type DeployResult, deploy } from './deploy.ts';
export { type Duration, durationSeconds } from './duration.ts';
export {
  currentContext,
  currentScope,
  type Scope,
  type ScopeStorage,
  setScopeStorage,
} from './flow/ambient.ts';
export { checkDeployment } from './flow/check-deployment.ts';
export type {
  FlowContext,
  LogLevel,
  Pause,
  PauseOptions,
  RunIdentity,
  RunLog,
  TaskContext,
} from './flow/context.ts';
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
  type FlowResult,
  flow,
  isFlow,
  runFlow,
} from './flow/flow.ts';
export type { FlowOptions, FlowSettings } from './flow/flow-options.ts';
export { pausesBy } from './flow/pause.ts';
export type {
  Failure,
  PauseCall,
  RunReporter,
  SubflowCall,
  SubflowReport,
  TaskCall,
  TaskRunReport,
} from './flow/run-reporter.ts';
export {
  type CronOptions,
  cron,
  type EveryOptions,
  every,
  rrule,
  type Schedule,
  type ScheduleOptions,
} from './flow/schedules.ts';
export { type Task, type TaskCache, type TaskOptions, task } from './flow/task.ts';
export type { Json } from './json.ts';
