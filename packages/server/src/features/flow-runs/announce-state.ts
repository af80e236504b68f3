import type { State } from '@carillon/core';
import type { Context } from '../../context.ts';
import type { LockedRow } from './orchestrated-run.ts';

/** Once it is committed, whoever waits for it hears of a state that a run got: followers, waiting runners, its holder. */
export const announceState = (
  { afterCommit, services: { wake } }: Context,
  row: Pick<LockedRow, 'id' | 'deployment_id' | 'work_queue_id' | 'lease_holder'>,
  { type }: State,
): void =>
  afterCommit(() => {
    wake.runChanged(row.id);
    if (type === 'SCHEDULED') wake.runsScheduled([row.deployment_id, row.work_queue_id]);
    if (type === 'CANCELLING' && row.lease_holder !== null) wake.runsCancelling(row.lease_holder.id);
  });
