import { createHash } from 'node:crypto';

/**
 * The id of a task run, told by its flow run, its task and the number of the call: another attempt of the flow run goes on with
 * the same task runs, and nobody needs to ask for their ids. It begins with the flow run's time, as that run's own id does, so
 * that what belongs together lies together. Form: UUID version 8.
 */
export const taskRunIdOf = (flowRunId: string, taskKey: string, dynamicKey: string): string => {
  const hash = createHash('sha256')
    .update(JSON.stringify([flowRunId, taskKey, dynamicKey]))
    .digest('hex');
  const time = flowRunId.replaceAll('-', '').slice(0, 12);
  const variant = (8 + (Number.parseInt(hash.charAt(3), 16) % 4)).toString(16);
  const parts = [
    time.slice(0, 8),
    time.slice(8),
    `8${hash.slice(0, 3)}`,
    `${variant}${hash.slice(4, 7)}`,
    hash.slice(7, 19),
  ];
  return parts.join('-');
};
