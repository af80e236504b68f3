import { Migration20261124Initial } from './20261124-initial.ts';
import { Migration20261125ClientEvents } from './20261125-client-events.ts';
import { Migration20261125Events } from './20261125-events.ts';
import { Migration20261125Pools } from './20261125-pools.ts';
import { Migration20261125Slots } from './20261125-slots.ts';
import { Migration20261125TaskRuns } from './20261125-task-runs.ts';

/** In the order in which they run; a name, once released, never changes. */
export const migrations = [
  { name: '20261124-initial', class: Migration20261124Initial },
  { name: '20261125-slots', class: Migration20261125Slots },
  { name: '20261125-events', class: Migration20261125Events },
  { name: '20261125-task-runs', class: Migration20261125TaskRuns },
  { name: '20261125-pools', class: Migration20261125Pools },
  { name: '20261125-client-events', class: Migration20261125ClientEvents },
];
