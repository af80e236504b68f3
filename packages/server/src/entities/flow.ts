import type { Labels } from '@carillon/core';
import { defineEntity, p } from '@mikro-orm/core';
import { row, strings } from './columns.ts';

export const Flow = defineEntity({
  name: 'Flow',
  tableName: 'flow',
  properties: {
    ...row(),
    name: p.text(),
    tags: strings(),
    labels: p.json<Labels>(),
  },
  uniques: [{ name: 'flow_name_unique', properties: ['name'] }],
  indexes: [
    { name: 'flow_tags_index', properties: ['tags'], type: 'gin' },
    { name: 'flow_created_index', properties: ['created', 'id'] },
    { name: 'flow_updated_index', properties: ['updated', 'id'] },
  ],
});
