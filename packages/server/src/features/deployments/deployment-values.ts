import type { ConcurrencyOptions, JsonObject, Labels, RunPolicy } from '@carillon/core';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Tables } from '../../database/db.ts';

/** What a request can say of a deployment's own row, and what its queue's name stood for. */
export type DeploymentValues = {
  paused: boolean;
  version: string | null;
  description: string | null;
  path: string | null;
  entrypoint: string | null;
  workPoolName: string | null;
  workQueueName: string | null;
  workQueueId: string | null;
  jobVariables: JsonObject;
  parameters: JsonObject;
  parameterOpenapiSchema: JsonObject | null;
  enforceParameterSchema: boolean;
  runPolicy: RunPolicy;
  pullSteps: JsonObject[] | null;
  tags: string[];
  labels: Labels;
  concurrencyOptions: ConcurrencyOptions | null;
};

/** What the runs of a deployment are made from: planned ones are made anew when one of these changes. */
const shaping: readonly (keyof DeploymentValues)[] = [
  'version',
  'workQueueName',
  'workQueueId',
  'parameters',
  'runPolicy',
  'tags',
  'labels',
];

export const shapesRuns = (values: Partial<DeploymentValues>): boolean =>
  shaping.some((member) => values[member] !== undefined);

type Row = Selectable<Tables['deployment']>;

export const valuesOf = (row: Row & { pool_name: string | null }): DeploymentValues => ({
  paused: row.paused,
  version: row.version,
  description: row.description,
  path: row.path,
  entrypoint: row.entrypoint,
  workPoolName: row.pool_name,
  workQueueName: row.work_queue_name,
  workQueueId: row.work_queue_id,
  jobVariables: row.job_variables,
  parameters: row.parameters,
  parameterOpenapiSchema: row.parameter_openapi_schema,
  enforceParameterSchema: row.enforce_parameter_schema,
  runPolicy: row.run_policy,
  pullSteps: row.pull_steps,
  tags: row.tags,
  labels: row.labels,
  concurrencyOptions: row.concurrency_options,
});

/** The driver would write a list as an array of PostgreSQL. */
const jsonList = (list: JsonObject[] | null): RawBuilder<JsonObject[]> | null =>
  list === null ? null : sql<JsonObject[]>`${JSON.stringify(list)}::jsonb`;

/** The columns of these values; what is not among them stays undefined, and is not written. */
export const columnsOf = (values: Partial<DeploymentValues>) => ({
  paused: values.paused,
  version: values.version,
  description: values.description,
  path: values.path,
  entrypoint: values.entrypoint,
  work_queue_name: values.workQueueName,
  work_queue_id: values.workQueueId,
  job_variables: values.jobVariables,
  parameters: values.parameters,
  parameter_openapi_schema: values.parameterOpenapiSchema,
  enforce_parameter_schema: values.enforceParameterSchema,
  run_policy: values.runPolicy,
  pull_steps: values.pullSteps === undefined ? undefined : jsonList(values.pullSteps),
  tags: values.tags,
  labels: values.labels,
  concurrency_options: values.concurrencyOptions,
});
