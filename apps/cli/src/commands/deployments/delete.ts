import type { DeploymentDeletePreview } from '@carillon/core';
import { clientCommand, printJson } from '../../client-command.ts';
import { confirm } from '../../confirm.ts';
import { findDeployment } from '../../find/find-deployment.ts';
import { onlyOne } from '../../find/only-one.ts';
import { counted } from '../../format/counted.ts';

/** What goes and what stays, a line each. */
export const deletionInWords = (name: string, preview: DeploymentDeletePreview): string => {
  const { schedules, goes, stays, limit } = preview;
  const lines = (what: string, items: readonly string[]): string[] =>
    items.map((item) => `  ${what}  ${item}`);
  const runs = (n: number, what: string): string[] => (n === 0 ? [] : [`${counted(n, 'run')} ${what}`]);
  return [
    `Deleting ${name}:`,
    ...lines('goes ', [
      ...(schedules.length === 0
        ? []
        : [`${counted(schedules.length, 'schedule')}: ${schedules.join(', ')}`]),
      ...runs(goes.planned, 'planned ahead'),
      ...runs(goes.due, 'due, that nobody has begun'),
      ...(limit?.goes ? [`its concurrency limit (${limit.limit})`] : []),
    ]),
    ...lines('stays', [
      ...runs(stays.live, 'at work'),
      ...runs(stays.paused, 'paused'),
      ...runs(stays.waiting, 'waiting for another attempt or for a slot'),
      ...(limit && !limit.goes ? [`the concurrency limit "${limit.name}", which others share`] : []),
      'the runs that have ended, with their logs',
    ]),
  ].join('\n');
};

export const deploymentsDelete = clientCommand({
  usage: 'carillon deployments delete FLOW/DEPLOYMENT [--yes]',
  about: 'Deletes a deployment, after saying what goes with it and asking.',
  options: { yes: { help: 'do not ask', short: 'y' } },
  async run({ parsed, client, json }) {
    const name = onlyOne(parsed, 'deployment');
    const { id } = await findDeployment(client, name);
    const preview = await client.deployments.deletePreview({ id });
    if (!json) console.log(deletionInWords(name, preview));
    if (parsed.values.yes !== true && !(await confirm('Delete it?'))) {
      console.error('Nothing was deleted.');
      return 1;
    }
    await client.deployments.delete({ id });
    if (json) printJson({ deleted: name, preview });
    else console.log(`${name}  deleted`);
    return 0;
  },
});
