import type { DeployResult } from '@carillon/sdk';
import { instantInWords } from './instant.ts';

/** `+ us, ~ eu (cron 0 8 * * 1-5 → 0 9 * * 1-5), - pulse` */
const schedulesInWords = ({ schedules }: DeployResult['changes']): string =>
  [
    ...schedules.added.map((label) => `+ ${label}`),
    ...schedules.changed.map(({ schedule, from, to }) => `~ ${schedule} (${from} → ${to})`),
    ...schedules.removed.map((label) => `- ${label}`),
  ].join(', ');

const details = ({ changes, nextStart }: DeployResult): string => {
  const schedules = schedulesInWords(changes);
  return [
    ...(changes.fields.length > 0 && changes.outcome === 'changed'
      ? [`members: ${changes.fields.join(', ')}`]
      : []),
    ...(schedules === '' ? [] : [`schedules: ${schedules}`]),
    ...(nextStart === null
      ? []
      : [`next start ${instantInWords(nextStart, { seconds: nextStart.getSeconds() !== 0 })}`]),
  ].join('; ');
};

/** A line a deployment and one that counts them. */
export const deployResultsInWords = (
  results: readonly DeployResult[],
  removed: readonly string[],
): string => {
  const width = Math.max(0, ...results.map(({ name }) => name.length), ...removed.map((name) => name.length));
  const lines = results.map((result) => {
    const { outcome } = result.changes;
    const rest = outcome === 'unchanged' ? '' : details(result);
    return `${result.name.padEnd(width)}  ${outcome.padEnd(9)}  ${rest}`.trimEnd();
  });
  const gone = removed.map((name) => `${name.padEnd(width)}  removed`);
  const counts = (['created', 'changed', 'unchanged'] as const).flatMap((outcome) => {
    const count = results.filter(({ changes }) => changes.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${outcome}`];
  });
  if (removed.length > 0) counts.push(`${removed.length} removed`);
  return [...lines, ...gone, counts.join(', ')].join('\n');
};
