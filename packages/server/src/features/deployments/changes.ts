import type { DeploymentChanges } from '@carillon/core';
import { type Differences, differs } from './differences.ts';
import { schedulesInWords } from './schedule-words.ts';

/** Members by the names that people gave them: nobody names a queue's id. */
const fieldsOf = ({ values, limit }: Differences): string[] => {
  const members = Object.keys(values).map((member) => (member === 'workQueueId' ? 'workQueueName' : member));
  const limits = {
    keep: [],
    own: ['concurrencyLimit'],
    none: ['concurrencyLimit'],
    share: ['globalConcurrencyLimitId'],
  };
  return [...new Set([...members, ...limits[limit.kind]])];
};

/** Differences as people read them. Of a new deployment every member is new, so none is named. */
export const changesOf = (
  differences: Differences,
  { created }: { created: boolean },
): DeploymentChanges => ({
  outcome: created ? 'created' : differs(differences) ? 'changed' : 'unchanged',
  fields: created ? [] : fieldsOf(differences),
  schedules: schedulesInWords(differences.schedules),
});
