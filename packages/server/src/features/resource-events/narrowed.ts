import {
  type EventFilter,
  eventFilter,
  eventKinds,
  flowRunId,
  type ResourceEventFilter,
} from '@carillon/core';
import { mayTell } from './filter.ts';
import { each, given } from './filter-lists.ts';
import { uuidsIn } from './sources/event-source.ts';
import { recorded } from './sources/recorded.ts';
import { runPrefix, runStates } from './sources/run-states.ts';

/** The flow runs that ids of resources name, where they name nothing else. */
const runsAlone = (ids: readonly string[] | null): readonly string[] | null => {
  const list = given(ids);
  const runs = list && uuidsIn(list, runPrefix);
  return runs !== null && runs.length === list?.length ? runs : null;
};

/** What a filter asks of the server's own events that can be asked of their rows; the rest is for the events themselves. */
export const narrowed = (filter: ResourceEventFilter): EventFilter => {
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
