import { loadDefinitions } from '@carillon/runner-app';
import { type Deployment, deploy as deployAll, fullName } from '@carillon/sdk';
import { helpText, type Options, readArguments, textOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { connect } from '../connection.ts';
import { deployResultsInWords } from '../format/deploy-result.ts';
import { prune } from '../prune.ts';

const options = {
  url: {
    value: 'URL',
    help: "the server's address (CARILLON_URL, carillon.config.ts, http://127.0.0.1:4200)",
  },
  'dry-run': { help: 'say what would change, and change nothing' },
  prune: { help: 'remove the deployments of these flows that the files no longer name' },
  json: { help: 'answer as JSON' },
} as const satisfies Options;

const help = helpText({
  usage: 'carillon deploy [--dry-run] [--prune] [--url URL] [FILE…]',
  about: 'Deploys what the files export; without files, those of carillon.config.ts. Twice is once.',
  options,
});

export const deploy: Command = async (argv, env) => {
  const parsed = readArguments(argv, options);
  if (parsed.values.help === true) {
    console.log(help);
    return 0;
  }
  const { definitions, faults, url } = await loadDefinitions(parsed.positionals);
  for (const fault of faults) console.error(fault);
  if (definitions.length === 0) return 1;
  const client = connect(env, { argument: textOf(parsed, 'url'), file: url });
  const deployments: Deployment[] = definitions.map(({ deployment }) => deployment);
  const dryRun = parsed.values['dry-run'] === true;
  const results = await deployAll(client, deployments, { dryRun });
  const removed =
    parsed.values.prune === true ? await prune(client, new Set(deployments.map(fullName)), { dryRun }) : [];
  console.log(
    parsed.values.json === true
      ? JSON.stringify({ deployments: results, removed }, null, 2)
      : deployResultsInWords(results, removed),
  );
  // Files that do not load are not deployed, and the exit status must say so.
  return faults.length > 0 ? 1 : 0;
};
