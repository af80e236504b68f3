import type { event } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { insertEvents } from './statements/insert-events.ts';
import { readDeploymentParts } from './statements/read-deployment-parts.ts';

type Recorded = Exclude<z.input<typeof event>, { kind: 'flow-run.state' }>;
/** Of a union, member by member. */
type Without<T, Member extends PropertyKey> = T extends unknown ? Omit<T, Member> : never;

/** An event but for what the call says of itself: when, and by whom. */
type NewEvent = Without<Recorded, 'id' | 'at' | 'actor'>;

type OfDeployment = Extract<Recorded, { deployment: unknown }>;
export type DeploymentEvent = Without<
  OfDeployment,
  'id' | 'at' | 'actor' | 'deployment' | 'flow' | 'workQueue' | 'workPool'
> & { deploymentId: string };

const subjectOf = (event: NewEvent): string => {
  if ('deployment' in event) return event.deployment.id;
  return event.kind === 'work-queue.status' ? event.workQueue.id : event.workPool.id;
};

/** Keeps what became of things whose rows this transaction holds, and tells followers once it is committed. */
export const recordEvents = async (
  { db, now, actor, afterCommit, services }: Context,
  events: readonly NewEvent[],
): Promise<void> => {
  if (events.length === 0) return;
  const rows = events.map((event) => {
    const { kind, ...detail } = event;
    return { id: newId(now), kind, subjectId: subjectOf(event), detail };
  });
  await insertEvents(db, { rows, now, actor });
  afterCommit(() => services.wake.eventsRecorded(rows.map(({ subjectId }) => subjectId)));
};

/** The same of deployments that are there, with what they belong to as it is now. */
export const recordDeploymentEvents = async (
  context: Context,
  events: readonly DeploymentEvent[],
): Promise<void> => {
  if (events.length === 0) return;
  const ids = events.map(({ deploymentId }) => deploymentId);
  const parts = new Map((await readDeploymentParts(context.db, ids)).map(({ id, ...rest }) => [id, rest]));
  await recordEvents(
    context,
    events.flatMap(({ deploymentId, ...event }) => {
      const found = parts.get(deploymentId);
      return found === undefined ? [] : [{ ...event, ...found }];
    }),
  );
};
