import { z } from 'zod';

/** Orders of lists; the first is the default, and `id` breaks every tie. */
export const flowRunSort = z.enum([
  'ID_DESC',
  'START_TIME_ASC',
  'START_TIME_DESC',
  'EXPECTED_START_TIME_ASC',
  'EXPECTED_START_TIME_DESC',
  'NAME_ASC',
  'NAME_DESC',
  'NEXT_SCHEDULED_START_TIME_ASC',
  'END_TIME_DESC',
]);
export type FlowRunSort = z.output<typeof flowRunSort>;

export const taskRunSort = z.enum([
  'ID_DESC',
  'EXPECTED_START_TIME_ASC',
  'EXPECTED_START_TIME_DESC',
  'NAME_ASC',
  'NAME_DESC',
  'NEXT_SCHEDULED_START_TIME_ASC',
  'END_TIME_DESC',
  'DURATION_ASC',
  'DURATION_DESC',
]);
export type TaskRunSort = z.output<typeof taskRunSort>;

export const flowSort = z.enum(['NAME_ASC', 'NAME_DESC', 'CREATED_DESC', 'UPDATED_DESC']);
export type FlowSort = z.output<typeof flowSort>;

export const deploymentSort = z.enum(['NAME_ASC', 'NAME_DESC', 'CREATED_DESC', 'UPDATED_DESC']);
export type DeploymentSort = z.output<typeof deploymentSort>;

export const logSort = z.enum(['TIMESTAMP_ASC', 'TIMESTAMP_DESC']);
export type LogSort = z.output<typeof logSort>;

export const variableSort = z.enum(['NAME_ASC', 'NAME_DESC', 'CREATED_DESC', 'UPDATED_DESC']);
export type VariableSort = z.output<typeof variableSort>;
