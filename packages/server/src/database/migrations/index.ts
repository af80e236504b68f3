import { Migration20261124Initial } from './20261124-initial.ts';

/** In the order in which they run; a name, once released, never changes. */
export const migrations = [{ name: '20261124-initial', class: Migration20261124Initial }];
