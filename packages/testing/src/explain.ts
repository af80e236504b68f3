import type { Db } from '@carillon/server';
import type { KyselyPlugin, PluginTransformQueryArgs, PluginTransformResultArgs } from 'kysely';
import { z } from 'zod';

/** One step of a plan. */
export type PlanNode = { type: string; table: string | null; index: string | null };

const planNode = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
  get Plans() {
    return z.array(planNode).optional();
  },
});
const answer = z.array(z.object({ 'QUERY PLAN': z.array(z.object({ Plan: planNode })) }));

const flat = (node: z.output<typeof planNode>): PlanNode[] => [
  { type: node['Node Type'], table: node['Relation Name'] ?? null, index: node['Index Name'] ?? null },
  ...(node.Plans ?? []).flatMap(flat),
];

/** How the database would carry out the raw SQL of `statement`, which is not carried out and finds no rows. */
export const explain = async (db: Db, statement: (db: Db) => Promise<unknown>): Promise<PlanNode[]> => {
  const nodes: PlanNode[] = [];
  const plugin: KyselyPlugin = {
    transformQuery({ node }: PluginTransformQueryArgs) {
      if (node.kind !== 'RawNode') throw new Error('only raw SQL can be explained');
      const [first = '', ...rest] = node.sqlFragments;
      return { ...node, sqlFragments: [`explain (format json) ${first}`, ...rest] };
    },
    async transformResult({ result }: PluginTransformResultArgs) {
      nodes.push(
        ...answer.parse(result.rows).flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => flat(Plan))),
      );
      return { ...result, rows: [] };
    },
  };
  await statement(db.withPlugin(plugin));
  return nodes;
};
