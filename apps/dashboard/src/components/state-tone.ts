import type { StateType } from '@carillon/core';

export type Tone =
  | 'scheduled'
  | 'late'
  | 'pending'
  | 'running'
  | 'paused'
  | 'cancelling'
  | 'completed'
  | 'failed'
  | 'crashed'
  | 'cancelled';

/** The colour of a state by its type. */
const tones: Record<StateType, Tone> = {
  SCHEDULED: 'scheduled',
  PENDING: 'pending',
  RUNNING: 'running',
  PAUSED: 'paused',
  CANCELLING: 'cancelling',
  COMPLETED: 'completed',
  FAILED: 'failed',
  CRASHED: 'crashed',
  CANCELLED: 'cancelled',
};

/** A late run is scheduled still, but not as it should be. */
export const toneOf = (type: StateType | null, name?: string | null): Tone =>
  name === 'Late' ? 'late' : type === null ? 'scheduled' : tones[type];

/** Written out, so that the style sheet holds each. */
export const toneText: Record<Tone, string> = {
  scheduled: 'text-scheduled',
  late: 'text-late',
  pending: 'text-pending',
  running: 'text-running',
  paused: 'text-paused',
  cancelling: 'text-cancelling',
  completed: 'text-completed',
  failed: 'text-failed',
  crashed: 'text-crashed',
  cancelled: 'text-cancelled',
};
export const toneFill: Record<Tone, string> = {
  scheduled: 'bg-scheduled',
  late: 'bg-late',
  pending: 'bg-pending',
  running: 'bg-running',
  paused: 'bg-paused',
  cancelling: 'bg-cancelling',
  completed: 'bg-completed',
  failed: 'bg-failed',
  crashed: 'bg-crashed',
  cancelled: 'bg-cancelled',
};
