import { defineEntity, p } from '@mikro-orm/core';
import { row } from './columns.ts';
import { FlowRun } from './flow-run.ts';

export const FlowRunInput = defineEntity({
  name: 'FlowRunInput',
  tableName: 'flow_run_input',
  properties: {
    ...row(),
    flowRunId: () => p.manyToOne(FlowRun).mapToPk().fieldName('flow_run_id').deleteRule('cascade'),
    key: p.text(),
    value: p.text(),
    sender: p.text().nullable(),
  },
  uniques: [{ name: 'flow_run_input_key_unique', properties: ['flowRunId', 'key'] }],
});
