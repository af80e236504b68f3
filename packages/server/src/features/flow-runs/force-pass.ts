import type { Context, Services } from '../../context.ts';
import { inTransaction } from '../../transaction.ts';
import { type ForcedState, forceStates } from './force-states.ts';
import type { LockedRow } from './orchestrated-run.ts';

const batch = 200;

type ForcePass = {
  /** Locks the runs that it is time for, at most so many; what somebody else holds is passed over. */
  lock: (context: Context, limit: number) => Promise<LockedRow[]>;
  state: (row: LockedRow) => ForcedState;
};

/** One pass of a duty: one batch of runs, in one transaction, is put into the state that it is time for. */
export const forcePass = (
  services: Services,
  { lock, state }: ForcePass,
): Promise<{ runs: number; full: boolean }> =>
  inTransaction(services, { actor: null }, async (context) => {
    const rows = await lock(context, batch);
    await forceStates(
      context,
      rows.map((row) => ({ row, state: state(row) })),
    );
    return { runs: rows.length, full: rows.length === batch };
  });
