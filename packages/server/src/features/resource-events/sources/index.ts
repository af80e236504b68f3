import { clientEvents } from './client-events.ts';
import type { EventSource } from './event-source.ts';
import { recorded } from './recorded.ts';
import { runStates } from './run-states.ts';

/** All that events are read from. */
export const sources: readonly EventSource[] = [runStates, recorded, clientEvents];
