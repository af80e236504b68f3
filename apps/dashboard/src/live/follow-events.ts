import type { Event } from '@carillon/core';
import type { QueryClient } from '@tanstack/react-query';
import { client } from '../client/client.ts';
import { refresh } from '../client/query.ts';

/** What may look different after an event, by the noun of the procedures that show it. */
const touched = (kind: Event['kind']): readonly string[] => {
  switch (kind) {
    case 'flow-run.state':
      return [
        'flowRuns',
        'taskRuns',
        'deployments.overview',
        'deployments.overviewPage',
        'workPools',
        'concurrencyLimits',
      ];
    case 'work-pool.status':
    case 'work-queue.status':
      return ['workPools', 'workQueues'];
    default:
      return ['deployments', 'flowRuns', 'flows'];
  }
};

const gatherMs = 400;
/** A server that is slow to answer is asked less often: no more than this share of the time. */
const busyShare = 0.25;

/** Gathers for a moment what events touch, reads it anew, and begins no second reading before the first is over. */
const gatherer = (queries: QueryClient): ((event: Event) => void) => {
  const nouns = new Set<string>();
  let isBusy = false;
  const read = async (): Promise<void> => {
    const gathered = [...nouns];
    nouns.clear();
    const begun = performance.now();
    await refresh(queries, ...gathered).catch(() => {});
    isBusy = false;
    if (nouns.size > 0) begin((performance.now() - begun) / busyShare);
  };
  const begin = (waitMs: number): void => {
    isBusy = true;
    setTimeout(() => void read(), Math.max(gatherMs, waitMs));
  };
  return ({ kind }) => {
    for (const noun of touched(kind)) nouns.add(noun);
    if (!isBusy) begin(0);
  };
};

const againMs = 2000;

/**
 * Keeps what is shown true, from event to event. The client goes on after the last one when the server was away; a hidden page
 * gives its connection back, of which a browser has few, and catches up when it is looked at again.
 */
export const followEvents = (queries: QueryClient): (() => void) => {
  const gather = gatherer(queries);
  let after: string | null = null;
  let following: AbortController | null = null;

  const follow = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      try {
        for await (const { cursor, event } of client.events.follow({ after }, { signal })) {
          after = cursor;
          if (event !== null) gather(event);
        }
      } catch {
        if (signal.aborted) return;
        await new Promise((resolve) => setTimeout(resolve, againMs));
      }
    }
  };
  const look = (): void => {
    if (document.hidden) {
      following?.abort();
      following = null;
    } else if (following === null) {
      following = new AbortController();
      void follow(following.signal);
    }
  };
  look();
  document.addEventListener('visibilitychange', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    following?.abort();
  };
};
