import { DomainError } from '@carillon/core';
import type { Context } from '../../context.ts';
import { checkParameters } from '../parameters/check-parameters.ts';
import { checkJobVariables } from '../work-pools/check-job-variables.ts';
import type { WholeDeployment } from './whole-deployment.ts';

/**
 * Checks what a whole deployment says, before anything is locked or written: its parameters only where the request asks for it,
 * and only those that are given, for the rest come with each run.
 * Throws PARAMETERS_INVALID, PARAMETER_SCHEMA_INVALID, JOB_VARIABLES_INVALID, WORK_POOL_NOT_FOUND, CONCURRENCY_LIMIT_NOT_FOUND,
 * BLOCK_DOCUMENT_NOT_FOUND.
 */
export const checkDeployment = async (
  context: Context,
  { name, whole }: { name: string; whole: WholeDeployment },
): Promise<void> => {
  const { workPoolName, jobVariables, parameterOpenapiSchema: schema, parameters } = whole;
  if (whole.enforceParameterSchema === true && schema !== null)
    await checkParameters(context, { name, schema, parameters, ignoreRequired: true });
  if (workPoolName !== null && Object.keys(jobVariables).length > 0)
    await checkJobVariables(context, {
      workPoolName,
      name,
      jobVariables,
      withDefaults: true,
      ignoreRequired: true,
    });
  await checkReferences(context, whole);
};

type References = {
  globalConcurrencyLimitId?: string | null | undefined;
  storageDocumentId?: string | null | undefined;
  infrastructureDocumentId?: string | null | undefined;
};

/** What a request refers to must be there. There are no block documents. */
export const checkReferences = async (
  { db }: Context,
  { globalConcurrencyLimitId, ...blocks }: References,
): Promise<void> => {
  if (globalConcurrencyLimitId != null) {
    const limit = await db
      .selectFrom('concurrency_limit')
      .select('id')
      .where('id', '=', globalConcurrencyLimitId)
      .executeTakeFirst();
    if (limit === undefined)
      throw new DomainError('CONCURRENCY_LIMIT_NOT_FOUND', { id: globalConcurrencyLimitId });
  }
  const block = blocks.infrastructureDocumentId ?? blocks.storageDocumentId;
  if (block != null) throw new DomainError('BLOCK_DOCUMENT_NOT_FOUND', { id: block });
};
