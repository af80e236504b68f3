import type { Command } from './command.ts';

export type Entry = { summary: string; load: () => Promise<Command> };

/** Only what is asked for is loaded: a runner has no use for a server's code. */
export const commands: Readonly<Record<string, Entry>> = {
  server: {
    summary: 'the server, with an embedded PostgreSQL unless DATABASE_URL names one',
    load: async () => (await import('./commands/server.ts')).server,
  },
  runner: {
    summary: 'executes what is due of the deployments of flow files',
    load: async () => (await import('./commands/runner.ts')).runner,
  },
  deploy: {
    summary: 'deploys what flow files export, and says what that changes',
    load: async () => (await import('./commands/deploy.ts')).deploy,
  },
  dev: {
    summary: 'server, deploy and runner in one; restarts on change',
    load: async () => (await import('./commands/dev.ts')).dev,
  },
  'schedules preview': {
    summary: "shows a schedule's next starts, and what the clocks do to them",
    load: async () => (await import('./commands/schedules-preview.ts')).schedulesPreview,
  },
  'deployments ls': {
    summary: 'lists deployments with what they did last and do next',
    load: async () => (await import('./commands/deployments/ls.ts')).deploymentsLs,
  },
  'deployments inspect': {
    summary: 'shows one with its schedules',
    load: async () => (await import('./commands/deployments/inspect.ts')).deploymentsInspect,
  },
  'deployments pause': {
    summary: 'stops its schedules',
    load: async () => (await import('./commands/deployments/pause.ts')).deploymentsPause,
  },
  'deployments resume': {
    summary: 'lets its schedules go on',
    load: async () => (await import('./commands/deployments/resume.ts')).deploymentsResume,
  },
  'deployments delete': {
    summary: 'says what goes with it, asks, and deletes it',
    load: async () => (await import('./commands/deployments/delete.ts')).deploymentsDelete,
  },
  'runs ls': {
    summary: 'lists runs, by state, time and deployment',
    load: async () => (await import('./commands/runs/ls.ts')).runsLs,
  },
  'runs inspect': {
    summary: 'shows one with its states and tasks',
    load: async () => (await import('./commands/runs/inspect.ts')).runsInspect,
  },
  'runs logs': {
    summary: 'prints its log; -f follows it',
    load: async () => (await import('./commands/runs/logs.ts')).runsLogs,
  },
  'runs explain': {
    summary: 'says why it runs, or does not',
    load: async () => (await import('./commands/runs/explain.ts')).runsExplain,
  },
  'runs cancel': {
    summary: 'asks for its end',
    load: async () => (await import('./commands/runs/cancel.ts')).runsCancel,
  },
  'runs retry': {
    summary: 'schedules another attempt',
    load: async () => (await import('./commands/runs/retry.ts')).runsRetry,
  },
  'runs resume': {
    summary: 'lets a paused one go on',
    load: async () => (await import('./commands/runs/resume.ts')).runsResume,
  },
  'pools ls': {
    summary: 'lists work pools',
    load: async () => (await import('./commands/pools/ls.ts')).poolsLs,
  },
  'pools inspect': {
    summary: 'shows one with its queues and workers',
    load: async () => (await import('./commands/pools/inspect.ts')).poolsInspect,
  },
  'pools create': {
    summary: 'makes one',
    load: async () => (await import('./commands/pools/create.ts')).poolsCreate,
  },
  'pools pause': {
    summary: 'its runs wait',
    load: async () => (await import('./commands/pools/pause.ts')).poolsPause,
  },
  'pools resume': {
    summary: 'its runs go on',
    load: async () => (await import('./commands/pools/pause.ts')).poolsResume,
  },
  'limits ls': {
    summary: 'lists concurrency limits with what is taken',
    load: async () => (await import('./commands/limits/ls.ts')).limitsLs,
  },
};
