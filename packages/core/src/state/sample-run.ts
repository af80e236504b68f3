// Runs and facts for tests; no shipped code imports this file.
import { flowRunPolicy } from '../schemas/flow-run.ts';
import { flowRunId, stateId } from '../schemas/id.ts';
import {
  noStateDetails,
  type StateCreate,
  type StateDetails,
  type StateType,
  stateCreate,
} from '../schemas/state.ts';
import { buildState } from './build-state.ts';
import type { OrchestratedRun, TransitionFacts } from './run.ts';

export const sampleNow = new Date('2031-01-01T12:00:00.000Z');
export const after = (seconds: number): Date => new Date(sampleNow.getTime() + seconds * 1000);
export const sampleStateId = (n: number) =>
  stateId.parse(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);

export const proposal = (
  type: StateType,
  {
    details = {},
    ...more
  }: Partial<Pick<StateCreate, 'name' | 'message' | 'data'>> & { details?: Partial<StateDetails> } = {},
): StateCreate => stateCreate.parse({ type, ...more, stateDetails: { ...noStateDetails, ...details } });

type SampleRun = Partial<Omit<OrchestratedRun, 'state' | 'policy'>> & {
  policy?: Partial<OrchestratedRun['policy']>;
  state?: StateCreate | null;
};

/** A run of a deployment whose state is a minute old. */
export const sampleRun = ({
  state = proposal('RUNNING'),
  policy = {},
  ...more
}: SampleRun = {}): OrchestratedRun => {
  const id = flowRunId.parse('00000000-0000-4000-8000-00000000f10e');
  return {
    id,
    state: state && buildState(state, { id: sampleStateId(1), timestamp: after(-60), flowRunId: id }),
    policy: flowRunPolicy.parse(policy),
    runCount: 0,
    expectedStartTime: null,
    nextScheduledStartTime: null,
    startTime: null,
    endTime: null,
    totalRunTime: 0,
    hasDeployment: true,
    parentTaskRunId: null,
    infrastructurePid: null,
    leased: false,
    ...more,
  };
};

export const sampleFacts = (more: Partial<TransitionFacts> = {}): TransitionFacts => ({
  now: sampleNow,
  stateId: sampleStateId(2),
  force: false,
  concurrency: { limit: 'none' },
  random: 0.5,
  ...more,
});
