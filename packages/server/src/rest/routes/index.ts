import type { AnyRoute } from '../route.ts';
import { deploymentRoutes } from './deployments.ts';
import { flowRunRoutes } from './flow-runs.ts';
import { flowRoutes } from './flows.ts';

/** In this order the first that matches answers: what is fixed comes before what is a parameter. */
export const routes: readonly AnyRoute[] = [...flowRoutes, ...deploymentRoutes, ...flowRunRoutes];
