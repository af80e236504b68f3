import type { variable } from '@carillon/core';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Tables } from '../../database/db.ts';

export const variableView = (row: Selectable<Tables['variable']>): z.input<typeof variable> => ({
  id: row.id,
  created: row.created,
  updated: row.updated,
  name: row.name,
  value: row.value,
  tags: row.tags,
});
