import { setTimeout as delay } from 'node:timers/promises';
import type { Answered } from './messages.ts';

/** Between two questions whether a paused flow run goes on. */
const notReadyMs = 1000;

/** Asks again for as long as it is told to wait. */
export const granted = async (
  propose: () => Promise<Answered>,
  { what, signal }: { what: string; signal: AbortSignal },
): Promise<Extract<Answered, { kind: 'accepted' | 'completed' }>> => {
  for (;;) {
    const answer = await propose();
    switch (answer.kind) {
      case 'accepted':
      case 'completed':
        return answer;
      case 'refused':
        throw new Error(`${what} may not begin: ${answer.reason}`);
      case 'wait':
        await delay(answer.delayMs, null, { signal });
        break;
      case 'not-ready':
        await delay(notReadyMs, null, { signal });
    }
  }
};
