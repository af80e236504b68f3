import type { StateType } from '@carillon/core';

const signs: Record<StateType, string> = {
  SCHEDULED: '·',
  PENDING: '○',
  RUNNING: '●',
  PAUSED: '‖',
  CANCELLING: '×',
  COMPLETED: '✓',
  FAILED: '✗',
  CRASHED: '!',
  CANCELLED: '−',
};

const strip = (runs: readonly { stateType: StateType }[]): string =>
  runs
    .map(({ stateType }) => signs[stateType])
    .reverse()
    .join('');

/** The last runs as one sign each, the newest on the right; they come newest first. */
export const runStrip = Object.assign(strip, {
  legend: Object.entries(signs)
    .map(([type, sign]) => `${sign} ${type.toLowerCase()}`)
    .join('  '),
});
