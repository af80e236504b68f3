import { textOf } from '../../arguments.ts';
import { clientCommand, printJson } from '../../client-command.ts';
import { findDeployment } from '../../find/find-deployment.ts';
import { oneOrMore } from '../../find/only-one.ts';

export const deploymentsPause = clientCommand({
  usage: 'carillon deployments pause FLOW/DEPLOYMENT… [--reason TEXT]',
  about:
    'Stops the schedules of deployments: no runs are planned, and those that are planned go. What runs goes on.',
  options: { reason: { value: 'TEXT', help: 'shown to whoever asks why nothing runs' } },
  async run({ parsed, client, json }) {
    const names = oneOrMore(parsed, 'deployment');
    const reason = textOf(parsed, 'reason') ?? null;
    for (const name of names) {
      const { id } = await findDeployment(client, name);
      await client.deployments.pause({ id, reason });
      if (!json) console.log(`${name}  paused`);
    }
    if (json) printJson(names);
    return 0;
  },
});
