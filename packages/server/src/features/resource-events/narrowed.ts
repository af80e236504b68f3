import {
  type EventFilter,
  eventFilter,
  eventKinds,
  flowRunId,
  type ResourceEventFilter,
} from '@carillon/core';
import { conditionOf, mayTell } from './filter.ts';
import { each, given } from './filter-lists.ts';
import { clientEvents } from './sources/client-events.ts';
import { uuidsIn } from './sources/event-source.ts';
import { recorded } from './sources/recorded.ts';
import { runPrefix, runStates } from './sources/run-states.ts';
import type { TailFilter } from './tail.ts';

/** The flow runs that ids of resources name, where they name nothing else. */
const runsAlone = (ids: readonly string[] | null): readonly string[] | null => {
  const list = given(ids);
  const runs = list && uuidsIn(list, runPrefix);
  return runs !== null && runs.length === list?.length ? runs : null;
};

/** What can be asked of the rows of the server's own changes; the rest is asked of the events themselves. */
const changesOf = (filter: ResourceEventFilter): EventFilter => {
  const names = given(filter.event?.name);
  const runs = [filter.resource, ...each(filter.anyResource)]
    .map((one) => runsAlone(one?.id ?? null))
    .find((ids) => ids !== null);
  const states = mayTell(runStates, filter);
  const others = mayTell(recorded, filter);
  return eventFilter.parse({
    kinds: eventKinds.filter((kind) => (kind === 'flow-run.state' ? states : others)),
    ...(states &&
      !others &&
      names !== null && {
        stateNames: names
          .filter((name) => name.startsWith(runPrefix))
          .map((name) => name.slice(runPrefix.length)),
      }),
    ...(runs !== undefined && { flowRunIds: runs.map((id) => flowRunId.parse(id)) }),
  });
};

/** For reading what has been: much of it is looked at, and little is for the one who asks. */
export const narrowed = (filter: ResourceEventFilter): TailFilter => {
  const { since = '0001-01-01T00:00:00.000000Z', until = '9999-12-31T23:59:59.999999Z' } = filter.occurred;
  return {
    changes: changesOf(filter),
    clients: conditionOf(clientEvents, filter, { since, until }),
    size: { clients: 2000, changes: 200 },
  };
};
