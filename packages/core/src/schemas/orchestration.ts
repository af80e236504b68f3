import { z } from 'zod';
import { state } from './state.ts';
import { text } from './text.ts';

export const orchestrationStatus = z.enum(['ACCEPT', 'REJECT', 'WAIT', 'ABORT']);
export type OrchestrationStatus = z.output<typeof orchestrationStatus>;

const reason = text.nullable();

export const orchestrationDetails = z.discriminatedUnion('type', [
  z.object({ type: z.literal('accept_details') }),
  z.object({ type: z.literal('reject_details'), reason }),
  z.object({ type: z.literal('wait_details'), delaySeconds: z.int().min(0), reason }),
  z.object({ type: z.literal('abort_details'), reason }),
]);
export type OrchestrationDetails = z.output<typeof orchestrationDetails>;

/** The answer to a proposed state: what became of it, why, and the state that the run is in now. */
export const orchestrationResult = z.object({
  state: state.nullable(),
  status: orchestrationStatus,
  details: orchestrationDetails,
});
export type OrchestrationResult = z.output<typeof orchestrationResult>;
