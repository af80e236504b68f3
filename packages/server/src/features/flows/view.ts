import type { flow } from '@carillon/core';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Tables } from '../../database/db.ts';

export const flowView = (row: Selectable<Tables['flow']>): z.input<typeof flow> => ({
  id: row.id,
  created: row.created,
  updated: row.updated,
  name: row.name,
  tags: row.tags,
  labels: row.labels,
});
