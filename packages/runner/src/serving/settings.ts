/** How a runner goes about its work; what is left out has its default. */
export type RunnerSettings = {
  /** Seconds between two looks for runs that nothing else announced. 5 by default. */
  pollSeconds?: number;
  /** Seconds that running flows get to finish once the runner is to end. 30 by default. */
  drainSeconds?: number;
  /** Seconds between telling a flow to end and killing it. 5 by default. */
  graceSeconds?: number;
  /** Seconds that a flow's file may take to load. 60 by default. */
  loadSeconds?: number;
  /** Seconds that the last reports get to reach the server once nothing runs any more. 10 by default. */
  reportSeconds?: number;
};

export const defaultSettings = {
  pollSeconds: 5,
  drainSeconds: 30,
  graceSeconds: 5,
  loadSeconds: 60,
  reportSeconds: 10,
} as const satisfies Required<RunnerSettings>;
