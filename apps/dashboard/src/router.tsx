import { createRootRoute, createRoute, createRouter, Link, lazyRouteComponent } from '@tanstack/react-router';
import { ErrorNote, Waiting } from './components/feedback.tsx';
import { Page } from './components/page.tsx';
import { Layout } from './layout/layout.tsx';
import { parseSearch, searchOf, stringifySearch } from './search.ts';

const NotFound = () => (
  <Page title="Not found" about="No page goes by this address.">
    <p>
      <Link to="/" className="text-accent underline">
        To the overview
      </Link>
    </p>
  </Page>
);

const root = createRootRoute({ component: Layout, notFoundComponent: NotFound });

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: searchOf('period', 'from', 'to'),
  component: lazyRouteComponent(() => import('./features/overview/page.tsx')),
});
const deployments = createRoute({
  getParentRoute: () => root,
  path: '/deployments',
  validateSearch: searchOf('q', 'tag', 'paused', 'sort'),
  component: lazyRouteComponent(() => import('./features/deployments/list-page.tsx')),
});
const deployment = createRoute({
  getParentRoute: () => root,
  path: '/deployments/$id',
  component: lazyRouteComponent(() => import('./features/deployments/deployment-page.tsx')),
});
const runs = createRoute({
  getParentRoute: () => root,
  path: '/runs',
  validateSearch: searchOf('q', 'state', 'deployment', 'flow', 'tag', 'from', 'to', 'sort'),
  component: lazyRouteComponent(() => import('./features/flow-runs/list-page.tsx')),
});
const run = createRoute({
  getParentRoute: () => root,
  path: '/runs/$id',
  component: lazyRouteComponent(() => import('./features/flow-runs/run-page.tsx')),
});
const flows = createRoute({
  getParentRoute: () => root,
  path: '/flows',
  validateSearch: searchOf('q'),
  component: lazyRouteComponent(() => import('./features/flows/list-page.tsx')),
});
const workPools = createRoute({
  getParentRoute: () => root,
  path: '/work-pools',
  component: lazyRouteComponent(() => import('./features/work-pools/list-page.tsx')),
});
const workPool = createRoute({
  getParentRoute: () => root,
  path: '/work-pools/$name',
  component: lazyRouteComponent(() => import('./features/work-pools/pool-page.tsx')),
});
const concurrencyLimits = createRoute({
  getParentRoute: () => root,
  path: '/concurrency-limits',
  component: lazyRouteComponent(() => import('./features/concurrency/list-page.tsx')),
});
const variables = createRoute({
  getParentRoute: () => root,
  path: '/variables',
  validateSearch: searchOf('q'),
  component: lazyRouteComponent(() => import('./features/variables/list-page.tsx')),
});

export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    deployments,
    deployment,
    runs,
    run,
    flows,
    workPools,
    workPool,
    concurrencyLimits,
    variables,
  ]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingComponent: Waiting,
  defaultErrorComponent: ({ error }) => (
    <div className="p-6">
      <ErrorNote error={error} />
    </div>
  ),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
