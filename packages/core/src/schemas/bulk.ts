import { z } from 'zod';
import { type ErrorCode, errorTable } from '../errors/table.ts';
import { flowRunId } from './id.ts';
import { jsonObject } from './json.ts';
import { orchestrationResult } from './orchestration.ts';

/** Rows that one call may change or delete. */
export const bulkMax = 50;
export const bulkLimit = z
  .int()
  .min(1, 'must be greater than or equal to 1')
  .max(bulkMax, `must be less than or equal to ${bulkMax}`)
  .default(bulkMax);

/** Runs that one call may make. */
export const createRunsMax = 100;

const errorCode = z.custom<ErrorCode>(
  (value) => typeof value === 'string' && Object.hasOwn(errorTable, value),
  'is not an error code',
);

/** Why one of many was refused, in the words and with the data of the error that a call for it alone throws. */
export const refusal = z.object({ code: errorCode, message: z.string(), data: jsonObject });
export type Refusal = z.output<typeof refusal>;

/** What became of a state that was proposed for one run of many. */
export const bulkStateResult = orchestrationResult.extend({ flowRunId });
export type BulkStateResult = z.output<typeof bulkStateResult>;
