import type { Context } from '@carillon/server';
import type { KyselyPlugin } from 'kysely';

/** How many statements a use case takes. */
export const countStatements = async (
  context: Context,
  work: (context: Context) => Promise<unknown>,
): Promise<number> => {
  let count = 0;
  const counter: KyselyPlugin = {
    transformQuery({ node }) {
      count += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  await work({ ...context, db: context.db.withPlugin(counter) });
  return count;
};
