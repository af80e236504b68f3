import { concurrencyLimitsRouter } from './features/concurrency/router.ts';
import { deploymentsRouter } from './features/deployments/router.ts';
import { eventsRouter } from './features/events/router.ts';
import { poolRunsRouter, queueRunsRouter } from './features/flow-runs/queued-runs-routers.ts';
import { flowRunsRouter } from './features/flow-runs/router.ts';
import { flowsRouter } from './features/flows/router.ts';
import { logsRouter } from './features/logs/router.ts';
import { taskRunsRouter } from './features/task-runs/router.ts';
import { variablesRouter } from './features/variables/router.ts';
import { workQueuesRouter } from './features/work-pools/queues-router.ts';
import { workPoolsRouter } from './features/work-pools/router.ts';
import { mergeRouters, router } from './trpc.ts';

export const appRouter = router({
  flows: flowsRouter,
  deployments: deploymentsRouter,
  flowRuns: flowRunsRouter,
  taskRuns: taskRunsRouter,
  workPools: mergeRouters(workPoolsRouter, poolRunsRouter),
  workQueues: mergeRouters(workQueuesRouter, queueRunsRouter),
  variables: variablesRouter,
  concurrencyLimits: concurrencyLimitsRouter,
  logs: logsRouter,
  events: eventsRouter,
});
export type AppRouter = typeof appRouter;
