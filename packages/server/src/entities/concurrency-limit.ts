import { defineEntity, p } from '@mikro-orm/core';
import { instant, row } from './columns.ts';

export const ConcurrencyLimit = defineEntity({
  name: 'ConcurrencyLimit',
  tableName: 'concurrency_limit',
  properties: {
    ...row(),
    name: p.text(),
    limit: p.integer(),
    active: p.boolean(),
    slotDecayPerSecond: p.double().$type<number>(),
    // Slots set by hand, and when: they decay from there. Slots of live runs and leases are counted, never stored.
    manualSlots: p.double().$type<number>(),
    manualSlotsAt: instant().nullable(),
    deniedSlots: p.integer().default(0),
    averageOccupancySeconds: p.double().$type<number>().default(2),
    /** The deployment that this limit belongs to alone, and with which it goes; null for a shared one. */
    ownerDeploymentId: p.uuid().nullable(),
  },
  uniques: [{ name: 'concurrency_limit_name_unique', properties: ['name'] }],
  checks: [{ name: 'concurrency_limit_limit_check', expression: '"limit" >= 0' }],
});
