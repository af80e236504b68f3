// A runner of `carillon dev`: deploys what the files export, serves it, and tells its parent of each module it loads.
import type { Definition } from '@carillon/runner';
import { runRunner } from '@carillon/runner-app';
import { type Client, type DeployResult, deploy } from '@carillon/sdk';
import { deployResultsInWords } from '../format/deploy-result.ts';
import { sayError } from '../say-error.ts';
import { reportLoads } from './report-loads.ts';

/** Deploys one after another, so that one which is refused keeps none of the others back; answers those that were not. */
const deployEach = async (client: Client, definitions: readonly Definition[]): Promise<Definition[]> => {
  const deployed: Definition[] = [];
  const results: DeployResult[] = [];
  for (const definition of definitions) {
    try {
      results.push(...(await deploy(client, [definition.deployment])));
      deployed.push(definition);
    } catch (error) {
      sayError(error);
    }
  }
  if (results.length > 0) console.log(deployResultsInWords(results, []));
  return deployed;
};

reportLoads((file) => process.send?.(file));
// A parent that was killed cannot say so.
process.on('disconnect', () => process.exit(1));
process.channel?.unref();

process.exitCode = await runRunner(process.argv.slice(2), process.env, { prepare: deployEach }).catch(
  sayError,
);
