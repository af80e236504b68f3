import { DomainError, isTerminal, type State } from '@carillon/core';
import type { Context, Services } from '../../context.ts';
import { reading } from '../../transaction.ts';
import { stateOf } from './orchestrated-run.ts';
import { readStates } from './read-states.ts';

/**
 * The run's state, then every new one in order, read from its history so that none is left out; ends with the run. A client
 * that connects again begins with the state of that moment. Throws FLOW_RUN_NOT_FOUND, also when the run is deleted.
 */
export async function* followRun(
  services: Services,
  { id, over }: { id: string; over: AbortSignal },
): AsyncGenerator<State, void> {
  using watch = services.wake.watchRun(id);
  let last: State | null = null;
  while (!over.aborted) {
    const states = await reading(services, { actor: null }, (context) => statesSince(context, id, last));
    for (const state of states) {
      yield state;
      last = state;
    }
    // A lost run may be Crashed and waiting again in one step: only the state that it is left in ends it.
    if (last !== null && isTerminal(last.type)) return;
    await watch.changed(null, over);
  }
}

const statesSince = async (context: Context, id: string, last: State | null): Promise<State[]> => {
  const run = await context.db
    .selectFrom('flow_run')
    .select([
      'state_id',
      'state_type',
      'state_name',
      'state_timestamp',
      'state_message',
      'state_data',
      'state_details',
    ])
    .where('id', '=', id)
    .executeTakeFirst();
  if (run === undefined) throw new DomainError('FLOW_RUN_NOT_FOUND', { id });
  if (last === null) return [stateOf(run)].filter((state) => state !== null);
  return run.state_id === last.id ? [] : readStates(context, { id, after: last.timestamp });
};
