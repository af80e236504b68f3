import type { JsonObject } from '@carillon/core';
import { defineEntity, p } from '@mikro-orm/core';
import { instant, row } from './columns.ts';
import { ConcurrencyLimit } from './concurrency-limit.ts';

export const ConcurrencyLease = defineEntity({
  name: 'ConcurrencyLease',
  tableName: 'concurrency_lease',
  properties: {
    ...row(),
    /** Null once the limit is gone, and for a lease that named no limit there is: it can be renewed, and holds nothing. */
    limitId: () =>
      p.manyToOne(ConcurrencyLimit).mapToPk().fieldName('limit_id').deleteRule('set null').nullable(),
    /** One lease may hold slots of several limits; its rows share this id. */
    leaseId: p.uuid(),
    slots: p.integer(),
    holder: p.json<JsonObject>().nullable(),
    expiresAt: instant(),
  },
  indexes: [
    { name: 'concurrency_lease_limit_index', properties: ['limitId', 'expiresAt'] },
    { name: 'concurrency_lease_lease_index', properties: ['leaseId'] },
    { name: 'concurrency_lease_expiry_index', properties: ['expiresAt'] },
  ],
});
