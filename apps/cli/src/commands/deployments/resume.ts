import { clientCommand, printJson } from '../../client-command.ts';
import { findDeployment } from '../../find/find-deployment.ts';
import { oneOrMore } from '../../find/only-one.ts';
import { whenInWords } from '../../format/time.ts';

export const deploymentsResume = clientCommand({
  usage: 'carillon deployments resume FLOW/DEPLOYMENT…',
  about: 'Lets the schedules of paused deployments go on. What was missed meanwhile is not made up for.',
  async run({ parsed, client, json }) {
    const names = oneOrMore(parsed, 'deployment');
    for (const name of names) {
      const { id } = await findDeployment(client, name);
      await client.deployments.resume({ id });
      const { results } = await client.deployments.overview({ deployments: { id: { any: [id] } } });
      const next = whenInWords(results[0]?.nextStart ?? null, new Date());
      if (!json) console.log(`${name}  resumed${next === '' ? '' : `, next start ${next}`}`);
    }
    if (json) printJson(names);
    return 0;
  },
});
