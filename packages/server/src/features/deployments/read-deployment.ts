import { DomainError, type deployment } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { readDeploymentViews } from './view.ts';

type View = z.input<typeof deployment>;

export const readDeployment = async (context: Context, { id }: { id: string }): Promise<View> => {
  const [deployment] = await readDeploymentViews(context, [id]);
  if (deployment === undefined) throw new DomainError('DEPLOYMENT_NOT_FOUND', { name: id });
  return deployment;
};

/** Both names as they are written, capitals included. */
export const readDeploymentByName = async (
  context: Context,
  { flowName, name }: { flowName: string; name: string },
): Promise<View> => {
  const row = await context.db
    .selectFrom('deployment')
    .innerJoin('flow', 'flow.id', 'deployment.flow_id')
    .select('deployment.id')
    .where('flow.name', '=', flowName)
    .where('deployment.name', '=', name)
    .executeTakeFirst();
  if (row === undefined) throw new DomainError('DEPLOYMENT_NOT_FOUND', { name: `${flowName}/${name}` });
  return readDeployment(context, row);
};
