import type { DeploymentOverview } from '@carillon/core';
import { textOf } from '../../arguments.ts';
import { clientCommand, printJson } from '../../client-command.ts';
import { runStrip } from '../../format/run-strip.ts';
import { table } from '../../format/table.ts';
import { whenInWords } from '../../format/time.ts';
import { pages } from '../../pages.ts';

const statusOf = ({ paused, status }: DeploymentOverview): string =>
  paused ? 'paused' : status === 'READY' ? 'ready' : 'no runner';

const row = (deployment: DeploymentOverview, now: Date): string[] => [
  `${deployment.flowName}/${deployment.name}`,
  statusOf(deployment),
  deployment.live === 0 ? '' : `${deployment.live}`,
  deployment.late === 0 ? '' : `${deployment.late}`,
  whenInWords(deployment.nextStart, now),
  deployment.schedules
    .filter(({ active }) => active)
    .map(({ words }) => words)
    .join(', '),
  runStrip(deployment.runs),
];

export const deploymentsLs = clientCommand({
  usage: 'carillon deployments ls [--name TEXT] [--json]',
  about: 'Lists the deployments: what each does, does next, and did last (the newest run on the right).',
  options: { name: { value: 'TEXT', help: 'only those whose flow or name holds it' } },
  further: `LAST RUNS: ${runStrip.legend}`,
  async run({ parsed, client, json }) {
    const name = textOf(parsed, 'name');
    const deployments = name === undefined ? {} : { deployments: { flowOrDeploymentName: { like: name } } };
    const found = await pages((cursor) => client.deployments.overview({ ...deployments, cursor }));
    if (json) printJson(found);
    else if (found.length === 0) console.log('There are no deployments; carillon deploy makes them.');
    else {
      const heads = ['DEPLOYMENT', 'STATUS', 'RUNNING', 'LATE', 'NEXT START', 'SCHEDULES', 'LAST RUNS'];
      console.log(
        table(
          heads,
          found.map((deployment) => row(deployment, new Date())),
        ),
      );
    }
    return 0;
  },
});
