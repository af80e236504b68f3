import { deploymentsRouter } from './features/deployments/router.ts';
import { flowRunsRouter } from './features/flow-runs/router.ts';
import { flowsRouter } from './features/flows/router.ts';
import { logsRouter } from './features/logs/router.ts';
import { workPoolsRouter } from './features/work-pools/router.ts';
import { router } from './trpc.ts';

export const appRouter = router({
  flows: flowsRouter,
  deployments: deploymentsRouter,
  flowRuns: flowRunsRouter,
  workPools: workPoolsRouter,
  logs: logsRouter,
});
export type AppRouter = typeof appRouter;
