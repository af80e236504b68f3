import { changeRun } from './change.ts';

export const runsCancel = changeRun({
  usage: 'carillon runs cancel RUN [--wait]',
  about:
    'Asks for the end of a run: its process is told, and killed after a grace. What has not begun is cancelled at once.',
  wanted: 'CANCELLED',
  change: (client, { id }) => client.flowRuns.setState({ id, state: { type: 'CANCELLING' } }),
});
