import type { State, StateCreate } from '../schemas/state.ts';

/** States as the rules tell them apart: by type, and by name or kind of pause where a rule asks for it. */
export const stateKinds = [
  'Scheduled',
  'Late',
  'Pending',
  'Submitting',
  'Running',
  'Paused',
  'Suspended',
  'Cancelling',
  'Cancelled',
  'Completed',
  'Failed',
  'Crashed',
] as const;
export type StateKind = (typeof stateKinds)[number];

/** The kind of a state or of a proposal for one. `Scheduled` and `Submitting` stand for all other names of their type. */
export const stateKind = ({
  type,
  name,
  stateDetails,
}: Pick<State | StateCreate, 'type' | 'name' | 'stateDetails'>): StateKind => {
  switch (type) {
    case 'SCHEDULED':
      return name === 'Late' ? 'Late' : 'Scheduled';
    case 'PENDING':
      return name === null || name === 'Pending' ? 'Pending' : 'Submitting';
    case 'RUNNING':
      return 'Running';
    case 'PAUSED':
      return stateDetails.pauseReschedule ? 'Suspended' : 'Paused';
    case 'CANCELLING':
      return 'Cancelling';
    case 'CANCELLED':
      return 'Cancelled';
    case 'COMPLETED':
      return 'Completed';
    case 'FAILED':
      return 'Failed';
    case 'CRASHED':
      return 'Crashed';
  }
};

/** What the rules answer; `wait`, `rename` and `cancel` are accepted in a way of their own. */
export const transitionAnswers = {
  accept: 'accepted',
  wait: 'accepted once the scheduled time has come, WAIT before',
  rename: 'accepted under another name, ABORT under the same',
  cancel: 'REJECT, and the run is Cancelled at once',
  refuse: 'REJECT, the state stays',
  abort: 'ABORT, the state stays',
} as const;
export type TransitionAnswer = keyof typeof transitionAnswers;

type Answers = Record<StateKind, TransitionAnswer>;

const all = (answer: TransitionAnswer): Answers => ({
  Scheduled: answer,
  Late: answer,
  Pending: answer,
  Submitting: answer,
  Running: answer,
  Paused: answer,
  Suspended: answer,
  Cancelling: answer,
  Cancelled: answer,
  Completed: answer,
  Failed: answer,
  Crashed: answer,
});

const claim = (answer: TransitionAnswer) => ({ Pending: answer, Submitting: answer });
const pause = (answer: TransitionAnswer) => ({ Paused: answer, Suspended: answer });

const scheduled = {
  ...all('accept'),
  Running: 'wait',
  ...pause('refuse'),
  Cancelling: 'cancel',
} satisfies Answers;
const pending = {
  ...all('accept'),
  Late: 'refuse',
  Pending: 'abort',
  Running: 'wait',
  ...pause('refuse'),
} satisfies Answers;
const paused = { ...all('accept'), Late: 'refuse', ...claim('refuse'), ...pause('refuse') } satisfies Answers;
const ended = {
  ...all('accept'),
  Late: 'refuse',
  ...pause('abort'),
  Cancelling: 'abort',
  Crashed: 'abort',
} satisfies Answers;

/**
 * From each kind of state to each: the answer for a run with a deployment and a free slot, without a process known by
 * pid, retries or a stored result. The rules decide, and a test holds this table to them; docs and buttons read it.
 */
export const transitions = {
  Scheduled: scheduled,
  Late: { ...scheduled, Late: 'refuse' },
  Pending: pending,
  Submitting: { ...pending, Submitting: 'rename' },
  Running: { ...all('accept'), Late: 'refuse', ...claim('abort') },
  Paused: paused,
  Suspended: { ...paused, Cancelling: 'cancel' },
  Cancelling: { ...all('refuse'), Cancelled: 'accept' },
  Cancelled: { ...ended, ...claim('abort') },
  Completed: ended,
  Failed: ended,
  Crashed: ended,
} as const satisfies Record<StateKind, Answers>;
