import type { LogFilter } from '@carillon/core';
import { type SqlBool, sql } from 'kysely';
import { all, type Condition, combine } from './condition.ts';
import { anyOf, between, column, isNull } from './criteria.ts';
import { logTextCondition } from './log-text.ts';

const flowRunId = column('log.flow_run_id', 'uuid');
const taskRunId = column('log.task_run_id', 'uuid');
const timestamp = column('log.timestamp', 'timestamptz');

/** Of rows of `log`. */
export const logCondition = (filter: LogFilter): Condition =>
  combine(filter.operator, [
    filter.level ? levelCondition(filter.level) : null,
    filter.timestamp ? between(timestamp, filter.timestamp) : null,
    filter.flowRunId ? all([anyOf(flowRunId, filter.flowRunId.any)]) : null,
    filter.taskRunId
      ? all([anyOf(taskRunId, filter.taskRunId.any), isNull(taskRunId, filter.taskRunId.isNull)])
      : null,
    filter.text ? logTextCondition(filter.text.query) : null,
  ]);

const levelCondition = ({ ge, le }: NonNullable<LogFilter['level']>): Condition =>
  all([
    ge == null ? null : sql<SqlBool>`log.level >= ${ge}::bigint`,
    le == null ? null : sql<SqlBool>`log.level <= ${le}::bigint`,
  ]);
