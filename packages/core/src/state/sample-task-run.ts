// Task runs and facts for tests; no shipped code imports this file.
import { flowRunId, taskRunId } from '../schemas/id.ts';
import type { State, StateCreate, StateDetails, StateType } from '../schemas/state.ts';
import { taskRunPolicy } from '../schemas/task-run.ts';
import { buildState } from './build-state.ts';
import { after, proposal, sampleNow, sampleStateId } from './sample-run.ts';
import type { OrchestratedTaskRun, TaskTransitionFacts } from './task-run.ts';

const parent = flowRunId.parse('00000000-0000-4000-8000-00000000f10e');

export const taskState = (proposed: StateCreate): State =>
  buildState(proposed, { id: sampleStateId(1), timestamp: after(-60), flowRunId: parent });

export const sampleParent = (type: StateType, runCount = 1, details: Partial<StateDetails> = {}) => ({
  id: parent,
  state: taskState(proposal(type, { details })),
  runCount,
});

type SampleTaskRun = Partial<Omit<OrchestratedTaskRun, 'policy'>> & {
  policy?: Partial<OrchestratedTaskRun['policy']>;
};

export const sampleTaskRun = ({ policy = {}, ...more }: SampleTaskRun = {}): OrchestratedTaskRun => ({
  id: taskRunId.parse('00000000-0000-4000-8000-00000000da5c'),
  state: taskState(proposal('PENDING')),
  policy: taskRunPolicy.parse(policy),
  runCount: 0,
  flowRunRunCount: 0,
  expectedStartTime: null,
  nextScheduledStartTime: null,
  startTime: null,
  endTime: null,
  totalRunTime: 0,
  ...more,
});

export const sampleTaskFacts = (more: Partial<TaskTransitionFacts> = {}): TaskTransitionFacts => ({
  now: sampleNow,
  stateId: sampleStateId(2),
  force: false,
  flowRun: sampleParent('RUNNING'),
  cached: null,
  tagLimits: { limit: 'none' },
  random: 0.5,
  ...more,
});
