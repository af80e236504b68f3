import type { Context, Services } from '../../context.ts';
import { inTransaction } from '../../transaction.ts';
import { recordDeploymentEvents } from '../events/record-events.ts';
import { markQueuesPolled } from '../work-pools/statements/mark-queues-polled.ts';
import { tellQueueStatuses } from '../work-pools/tell-statuses.ts';
import { markPolled } from './statements/mark-polled.ts';

/** A deployment that is asked for all the time is written this often. */
const deploymentMs = 5000;
/** A queue, with all its deployments. */
const queueMs = 20_000;

const notedAt = new WeakMap<Services, Map<string, number>>();

type Write = (context: Context, stale: string[], before: Date) => Promise<void>;

/** Never waited for: it may fail, and the next one to ask says the same. */
const note = (services: Services, ids: readonly string[], everyMs: number, write: Write): void => {
  const now = services.clock.now().getTime();
  const noted = notedAt.get(services) ?? new Map<string, number>();
  notedAt.set(services, noted);
  const stale = ids.filter((id) => now - (noted.get(id) ?? 0) >= everyMs);
  if (stale.length === 0 || services.signal.aborted) return;
  for (const id of stale) noted.set(id, now);
  const written = inTransaction(services, { actor: null }, (context) =>
    write(context, stale, new Date(context.now.getTime() - everyMs)),
  );
  services.background.add(
    written.catch((error: unknown) =>
      services.log.debug({ error }, 'it could not be noted that runs are asked for'),
    ),
  );
};

const tellReady = (context: Context, deploymentIds: readonly string[]): Promise<void> =>
  recordDeploymentEvents(
    context,
    deploymentIds.map((deploymentId) => ({ deploymentId, kind: 'deployment.status', status: 'READY' })),
  );

/** Notes that somebody asks for the runs of these deployments, which makes them READY. */
export const notePolled = (services: Services, deploymentIds: readonly string[]): void =>
  note(services, deploymentIds, deploymentMs, async (context, ids, before) => {
    const { db, now } = context;
    await tellReady(context, await markPolled(db, { by: 'id', ids, now, before }));
  });

/** Notes that somebody asks for the runs in these queues, which makes them and their deployments READY. */
export const noteQueuesPolled = (services: Services, queueIds: readonly string[]): void =>
  note(services, queueIds, queueMs, async (context, ids, before) => {
    const { db, now } = context;
    await tellQueueStatuses(context, await markQueuesPolled(db, { queueIds: ids, now, before }));
    await tellReady(context, await markPolled(db, { by: 'work_queue_id', ids, now, before }));
  });
