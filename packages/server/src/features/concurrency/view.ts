import type { concurrencyLimit } from '@carillon/core';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Tables } from '../../database/db.ts';

export const limitView = (
  row: Selectable<Tables['concurrency_limit']>,
  taken: ReadonlyMap<string, number>,
): z.input<typeof concurrencyLimit> => ({
  id: row.id,
  created: row.created,
  updated: row.updated,
  active: row.active,
  name: row.name,
  limit: row.limit,
  activeSlots: taken.get(row.id) ?? 0,
  slotDecayPerSecond: row.slot_decay_per_second,
  deniedSlots: row.denied_slots,
  averageOccupancySeconds: row.average_occupancy_seconds,
});
