import { changeRun } from './change.ts';

export const runsRetry = changeRun({
  usage: 'carillon runs retry RUN [--wait]',
  about: 'Schedules a run that has ended for another attempt, now.',
  wanted: 'COMPLETED',
  change: (client, { id }) => client.flowRuns.retry({ id }),
});
