import { type api, DomainError, invariant } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { recordDeploymentEvents } from '../events/record-events.ts';
import { resolveQueue } from '../work-pools/resolve-queue.ts';
import { applyDifferences } from './apply-differences.ts';
import { changeDeployment } from './change-deployment.ts';
import { changesOf } from './changes.ts';
import { checkDeployment } from './check-deployment.ts';
import { currentDeployment } from './current-deployment.ts';
import { readDeployment } from './read-deployment.ts';
import { insertDeployment } from './statements/insert-deployment.ts';
import { readNextStart } from './statements/read-next-start.ts';
import { restated } from './whole-deployment.ts';

type Create = (typeof api)['deployments']['create'];

/**
 * Makes a deployment, or restates the one of this flow and name: what the request omits gets its default, schedules included,
 * but for a pause and a limit, which stay as they are unless they are named. What is the same is not touched.
 */
export const upsertDeployment = async (
  context: Context,
  { flowId, ...whole }: z.output<Create['input']>,
): Promise<z.input<Create['output']>> => {
  const flow = await keptFlow(context, flowId);
  await checkDeployment(context, { name: `${flow.name}/${whole.name}`, whole });
  const queue = await resolveQueue(context, whole);
  const { id, created } = await lockOrInsert(context, { flowId, name: whole.name });
  const current = await currentDeployment(context, id);
  const differences = restated(current, whole, { flow, queue });
  if (created) {
    await applyDifferences(context, current, differences);
    await recordDeploymentEvents(context, [{ deploymentId: id, kind: 'deployment.created' }]);
  } else await changeDeployment(context, current, differences);
  return {
    deployment: await readDeployment(context, { id }),
    changes: changesOf(differences, { created }),
    nextStart: await readNextStart(context.db, { deploymentId: id, now: context.now }),
  };
};

/** It stays until this transaction ends; see lockDeployment. */
const keptFlow = async ({ db }: Context, id: string) => {
  const flow = await db
    .selectFrom('flow')
    .select(['id', 'name', 'labels'])
    .where('id', '=', id)
    .forKeyShare()
    .executeTakeFirst();
  if (flow === undefined) throw new DomainError('FLOW_NOT_FOUND', { name: id });
  return flow;
};

const triesMax = 3;

/** The locked deployment of this flow and name, made if it is missing; of two that come at once the second waits. */
const lockOrInsert = async (
  { db, now, actor }: Context,
  { flowId, name }: { flowId: string; name: string },
): Promise<{ id: string; created: boolean }> => {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const existing = await db
      .selectFrom('deployment')
      .select('id')
      .where('flow_id', '=', flowId)
      .where('name', '=', name)
      .forUpdate()
      .executeTakeFirst();
    if (existing !== undefined) return { id: existing.id, created: false };
    const id = newId(now);
    if (await insertDeployment(db, { id, flowId, name, now, actor })) return { id, created: true };
  }
  invariant(false, `the deployment ${name} comes and goes`);
};
