import type { JsonValue } from '@carillon/core';
import { defineEntity, p } from '@mikro-orm/core';
import { row, strings } from './columns.ts';

export const Variable = defineEntity({
  name: 'Variable',
  tableName: 'variable',
  properties: { ...row(), name: p.text(), value: p.json<JsonValue>(), tags: strings() },
  uniques: [{ name: 'variable_name_unique', properties: ['name'] }],
});
