import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';

type Renew = (typeof api)['concurrencyLimits']['renew'];

/** Keeps a lease alive from now on. Throws LEASE_GONE for one that has run out: its slots may be others' by now. */
export const renewLease = async (
  { db, now }: Context,
  { leaseId, leaseSeconds }: z.output<Renew['input']>,
): Promise<null> => {
  const renewed = await db
    .updateTable('concurrency_lease')
    .set({ expires_at: new Date(now.getTime() + leaseSeconds * 1000), updated: now })
    .where('lease_id', '=', leaseId)
    .where('expires_at', '>', now)
    .returning('id')
    .execute();
  if (renewed.length === 0) throw new DomainError('LEASE_GONE', { id: leaseId });
  return null;
};
