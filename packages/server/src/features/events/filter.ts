import type { EventFilter, EventKind } from '@carillon/core';
import { type SqlBool, sql } from 'kysely';
import { all, type Condition, exists, never } from '../../filters/condition.ts';
import { anyOf, column } from '../../filters/criteria.ts';

const stateKind: EventKind = 'flow-run.state';

/** Of `placed`, a row of `flow_run_state`. */
export const statesMatching = (filter: EventFilter): Condition => {
  if (filter.kinds != null && !filter.kinds.includes(stateKind)) return never;
  const ofState = [
    anyOf(column('s.type'), filter.stateTypes),
    anyOf(column('s.name'), filter.stateNames),
    anyOf(column('s.flow_run_id', 'uuid'), filter.flowRunIds),
  ];
  const ofRun = [
    anyOf(column('r.flow_id', 'uuid'), filter.flowIds),
    anyOf(column('r.deployment_id', 'uuid'), filter.deploymentIds),
    anyOf(column('q.work_pool_id', 'uuid'), filter.workPoolIds),
  ];
  const conditions = [...ofState, ...ofRun];
  if (conditions.every((condition) => condition === null)) return all([]);
  const same = sql<SqlBool>`s.id = placed.id`;
  return exists(
    'flow_run_state s join flow_run r on r.id = s.flow_run_id left join work_queue q on q.id = r.work_queue_id',
    [same, ...conditions],
  );
};

/** Of `placed`, a row of `event`. */
export const recordedMatching = (filter: EventFilter): Condition => {
  if ([filter.flowRunIds, filter.stateTypes, filter.stateNames].some((list) => list != null)) return never;
  const conditions = [
    anyOf(column('e.kind'), filter.kinds),
    anyOf(column(`(e.detail->'flow'->>'id')::uuid`, 'uuid'), filter.flowIds),
    anyOf(column(`(e.detail->'deployment'->>'id')::uuid`, 'uuid'), filter.deploymentIds),
    anyOf(column(`(e.detail->'workPool'->>'id')::uuid`, 'uuid'), filter.workPoolIds),
  ];
  if (conditions.every((condition) => condition === null)) return all([]);
  return exists('event e', [sql<SqlBool>`e.id = placed.id`, ...conditions]);
};
