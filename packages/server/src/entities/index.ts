import { ClientEvent } from './client-event.ts';
import { ConcurrencyLease } from './concurrency-lease.ts';
import { ConcurrencyLimit } from './concurrency-limit.ts';
import { Deployment } from './deployment.ts';
import { DeploymentSchedule } from './deployment-schedule.ts';
import { Event } from './event.ts';
import { Flow } from './flow.ts';
import { FlowRun } from './flow-run.ts';
import { FlowRunInput } from './flow-run-input.ts';
import { FlowRunState } from './flow-run-state.ts';
import { Log } from './log.ts';
import { TaskRun } from './task-run.ts';
import { TaskRunState } from './task-run-state.ts';
import { Variable } from './variable.ts';
import { WaitingTaskEvent } from './waiting-task-event.ts';
import { WorkPool } from './work-pool.ts';
import { WorkQueue } from './work-queue.ts';
import { Worker } from './worker.ts';

export const entities = [
  Flow,
  WorkPool,
  WorkQueue,
  Worker,
  ConcurrencyLimit,
  ConcurrencyLease,
  Variable,
  Deployment,
  DeploymentSchedule,
  FlowRun,
  FlowRunState,
  FlowRunInput,
  TaskRun,
  TaskRunState,
  Log,
  Event,
  ClientEvent,
  WaitingTaskEvent,
] as const;
