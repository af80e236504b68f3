import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { renewLeases as renew } from './statements/renew-leases.ts';

type Renew = (typeof api)['flowRuns']['renewLeases'];

/** Keeps a holder's leases alive from now on, and tells which of its runs are no longer its own or are to end. */
export const renewLeases = async (
  { db, now, services }: Context,
  { leases }: z.output<Renew['input']>,
): Promise<z.input<Renew['output']>> => {
  const { leaseSeconds } = services.config;
  const until = new Date(now.getTime() + leaseSeconds * 1000);
  const held = leases.length === 0 ? [] : await renew(db, { leases, until });
  const kept = new Set(held.map(({ id }) => id));
  return {
    leaseSeconds,
    lost: leases.map(({ id }) => id).filter((id) => !kept.has(id)),
    cancelling: held.filter((row) => row.state_type === 'CANCELLING').map(({ id }) => id),
  };
};
