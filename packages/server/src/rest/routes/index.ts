import type { AnyRoute } from '../route.ts';
import { bulkRoutes } from './bulk-runs.ts';
import { concurrencyLimitRoutes } from './concurrency-limits.ts';
import { deploymentRoutes } from './deployments.ts';
import { eventRoutes } from './events.ts';
import { flowRunRoutes } from './flow-runs.ts';
import { flowRoutes } from './flows.ts';
import { graphRoutes } from './graphs.ts';
import { logRoutes } from './logs.ts';
import { runInputRoutes } from './run-inputs.ts';
import { serverRoutes } from './server.ts';
import { tagLimitRoutes } from './tag-limits.ts';
import { taskRunRoutes } from './task-runs.ts';
import { uiRoutes } from './ui.ts';
import { variableRoutes } from './variables.ts';
import { workPoolRoutes } from './work-pools.ts';
import { workQueueRoutes } from './work-queues.ts';

/** In this order the first that matches answers: what is fixed comes before what is a parameter. */
export const routes: readonly AnyRoute[] = [
  ...serverRoutes,
  ...flowRoutes,
  ...deploymentRoutes,
  ...bulkRoutes,
  ...flowRunRoutes,
  ...graphRoutes,
  ...runInputRoutes,
  ...concurrencyLimitRoutes,
  ...tagLimitRoutes,
  ...taskRunRoutes,
  ...logRoutes,
  ...workPoolRoutes,
  ...workQueueRoutes,
  ...eventRoutes,
  ...variableRoutes,
  ...uiRoutes,
];
