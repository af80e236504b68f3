import type { Services } from '../../context.ts';
import { inTransaction } from '../../transaction.ts';
import { recordDeploymentEvents } from '../events/record-events.ts';
import { markDeploymentsUnpolled } from './statements/mark-deployments-unpolled.ts';
import { markPoolsUnattended } from './statements/mark-pools-unattended.ts';
import { markQueuesUnpolled } from './statements/mark-queues-unpolled.ts';
import { markWorkersOffline } from './statements/mark-workers-offline.ts';
import { tellPoolStatuses, tellQueueStatuses } from './tell-statuses.ts';

const batch = 500;

/**
 * One pass: workers that have missed their heartbeats are OFFLINE; pools without a worker, and queues and deployments that nobody
 * has asked for runs of late, are NOT_READY. What is paused stays as it is.
 */
export const checkReadiness = (services: Services): Promise<{ changed: number; full: boolean }> =>
  inTransaction(services, { actor: null }, async (context) => {
    const { db, now } = context;
    const { config } = services;
    const before = new Date(now.getTime() - config.pollTimeoutSeconds * 1000);
    const workers = await markWorkersOffline(db, { now, config, limit: batch });
    const pools = await markPoolsUnattended(db, { now, config, limit: batch });
    const queues = await markQueuesUnpolled(db, { before, limit: batch });
    const deployments = await markDeploymentsUnpolled(db, { before, limit: batch });
    await tellPoolStatuses(context, pools);
    await tellQueueStatuses(context, queues);
    await recordDeploymentEvents(
      context,
      deployments.map((deploymentId) => ({ kind: 'deployment.status', deploymentId, status: 'NOT_READY' })),
    );
    const changed = [workers, pools.length, queues.length, deployments.length];
    return {
      changed: changed.reduce((sum, count) => sum + count, 0),
      full: changed.some((count) => count === batch),
    };
  });
