import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { currentDeployment } from './current-deployment.ts';
import { labelOf } from './schedule-words.ts';
import { countWhatGoes } from './statements/count-what-goes.ts';

type DeletePreview = (typeof api)['deployments']['deletePreview'];

/** What deleting the deployment would do at this moment; does nothing. Throws DEPLOYMENT_NOT_FOUND. */
export const previewDelete = async (
  context: Context,
  { id }: { id: string },
): Promise<z.input<DeletePreview['output']>> => {
  const { schedules, limit } = await currentDeployment(context, id);
  const { planned, due, ...stays } = await countWhatGoes(context.db, { deploymentId: id, now: context.now });
  return {
    schedules: schedules.map(labelOf),
    goes: { planned, due },
    stays,
    limit: limit === null ? null : { id: limit.id, name: limit.name, limit: limit.size, goes: limit.owned },
  };
};
