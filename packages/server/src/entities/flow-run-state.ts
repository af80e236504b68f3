import type { Actor, JsonValue, StateDetails, StateType } from '@carillon/core';
import { defineEntity, p } from '@mikro-orm/core';
import { instant, transactionId } from './columns.ts';
import { FlowRun } from './flow-run.ts';

/** Append-only. */
export const FlowRunState = defineEntity({
  name: 'FlowRunState',
  tableName: 'flow_run_state',
  properties: {
    id: p.uuid().primary(),
    flowRunId: () => p.manyToOne(FlowRun).mapToPk().fieldName('flow_run_id').deleteRule('cascade'),
    type: p.text().$type<StateType>(),
    name: p.text(),
    timestamp: instant(),
    message: p.text().nullable(),
    data: p.json<JsonValue>().nullable(),
    stateDetails: p.json<StateDetails>(),
    actor: p.json<Actor>().nullable(),
    transactionId: transactionId(),
  },
  uniques: [{ name: 'flow_run_state_timestamp_unique', properties: ['flowRunId', 'timestamp'] }],
  indexes: [{ name: 'flow_run_state_transaction_index', properties: ['transactionId'] }],
});
