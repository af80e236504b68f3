import type { FlowRun } from '@carillon/core';
import type { Client } from '@carillon/sdk';
import { UsageError } from '../usage-error.ts';

const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;
const beginning = /^[\da-f]{4,8}(?:$|-[\da-f-]*$)/i;
/** Ids are told apart by when their runs were made, so the newest pages hold what people ask for. */
const pagesMax = 25;

/** A run by its id, by the beginning of it, or by its name, where only one run has it. Throws with words where it is not one. */
export const findRun = async (client: Client, named: string): Promise<FlowRun> => {
  if (uuid.test(named)) return client.flowRuns.read({ id: named });
  const { results: byName } = await client.flowRuns.list({ flowRuns: { name: { any: [named] } }, limit: 10 });
  const found = byName.length > 0 ? byName : await startingWith(client, named.toLowerCase());
  const [only, ...others] = found;
  if (only === undefined)
    throw new UsageError(`There is no run "${named}": name it by its id, or by its name.`);
  if (others.length === 0) return only;
  const lines = found.map(({ id, name, stateName }) => `  ${id}  ${name}  ${stateName ?? ''}`);
  throw new UsageError([`"${named}" is more than one run; which is meant?`, ...lines].join('\n'));
};

/** The newest first, so runs whose ids begin alike lie together, and none follows once the ids are smaller. */
const startingWith = async (client: Client, prefix: string): Promise<FlowRun[]> => {
  if (!beginning.test(prefix)) return [];
  const found: FlowRun[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const page: Awaited<ReturnType<Client['flowRuns']['list']>> = await client.flowRuns.list({
      sort: 'ID_DESC',
      cursor,
    });
    found.push(...page.results.filter(({ id }) => id.startsWith(prefix)));
    const last = page.results.at(-1);
    if (page.nextCursor === null || last === undefined || last.id.slice(0, prefix.length) < prefix) break;
    cursor = page.nextCursor;
  }
  return found;
};
