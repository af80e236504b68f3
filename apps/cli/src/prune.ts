import type { Client } from '@carillon/sdk';

const pageSize = 200;

/**
 * Removes the deployments of the named flows that are not among `names` (`flow/deployment`), and answers which they are.
 * Flows that no file names any more are left alone: they may be somebody else's.
 */
export const prune = async (
  client: Client,
  names: ReadonlySet<string>,
  { dryRun }: { dryRun: boolean },
): Promise<string[]> => {
  const flowNames = [...new Set([...names].map((name) => name.slice(0, name.indexOf('/'))))];
  const gone: { id: string; name: string }[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Client['deployments']['list']>> = await client.deployments.list({
      flows: { name: { any: flowNames } },
      limit: pageSize,
      cursor,
    });
    for (const { id, flowName, name } of page.results) {
      const full = `${flowName}/${name}`;
      if (!names.has(full)) gone.push({ id, name: full });
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  if (!dryRun) for (const { id } of gone) await client.deployments.delete({ id });
  return gone.map(({ name }) => name);
};
