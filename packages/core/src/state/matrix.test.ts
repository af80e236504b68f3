import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { stateType } from '../schemas/state.ts';
import { orchestrationResultOf } from './result.ts';
import type { ConcurrencyFacts } from './run.ts';
import { after, proposal, sampleFacts, sampleRun } from './sample-run.ts';
import { transition } from './transition.ts';

const limits = {
  'no-deployment': { limit: 'none' },
  none: { limit: 'none' },
  free: { limit: 'free' },
  full: { limit: 'full', strategy: 'ENQUEUE', slotWaitSeconds: 30 },
  'full-cancel-new': { limit: 'full', strategy: 'CANCEL_NEW', slotWaitSeconds: 30 },
  zero: { limit: 'zero' },
} as const satisfies Record<string, ConcurrencyFacts>;

const cells = z
  .array(
    z.object({
      initial: stateType,
      initial_name: z.string(),
      initial_scheduled_time: z.enum(['past', 'future']).optional(),
      proposed: stateType,
      proposed_name: z.string(),
      force: z.boolean(),
      limit: z.enum(['no-deployment', 'none', 'free', 'full', 'full-cancel-new', 'zero']),
      result: z.string(),
      state_type: stateType,
      state_name: z.string(),
    }),
  )
  .parse(
    JSON.parse(
      readFileSync(new URL('../../../../e2e/conformance/states/matrix.json', import.meta.url), 'utf8'),
    ),
  );
type Cell = (typeof cells)[number];

const pauseDetails = (name: string) => ({ pauseTimeout: after(3600), pauseReschedule: name === 'Suspended' });
const scheduledTimes = { past: after(-3600), future: after(3600) };

const answer = (cell: Cell) => {
  const run = sampleRun({
    hasDeployment: cell.limit !== 'no-deployment',
    state: proposal(cell.initial, {
      name: cell.initial_name,
      details: {
        ...(cell.initial_scheduled_time && { scheduledTime: scheduledTimes[cell.initial_scheduled_time] }),
        ...(cell.initial === 'PAUSED' && pauseDetails(cell.initial_name)),
      },
    }),
  });
  const proposed = proposal(cell.proposed, {
    name: cell.proposed_name,
    details: cell.proposed === 'PAUSED' ? pauseDetails(cell.proposed_name) : {},
  });
  const verdict = transition(
    run,
    proposed,
    sampleFacts({ force: cell.force, concurrency: limits[cell.limit] }),
  );
  const { status, state } = orchestrationResultOf(verdict, run.state);
  return { result: status, state_type: state?.type, state_name: state?.name };
};

/** Where a full deployment meets a paused run, which stays paused here: see docs/parity.md. */
const isMended = ({ initial, proposed, limit, force }: Cell): boolean =>
  !force &&
  initial === 'PAUSED' &&
  proposed === 'PENDING' &&
  (limit === 'full' || limit === 'full-cancel-new');

describe('the measured state matrix', () => {
  test('is there whole', () => {
    expect(cells).toHaveLength(3240);
    expect(cells.filter(isMended)).toHaveLength(12);
  });

  test.for(Object.keys(limits))('every cell with limit %s is answered as measured', (limit) => {
    const differing = cells
      .filter((cell) => cell.limit === limit && !isMended(cell))
      .map((cell) => ({ ...cell, ...answer(cell), expected: cell }))
      .filter(
        ({ expected, ...got }) =>
          got.result !== expected.result ||
          got.state_type !== expected.state_type ||
          got.state_name !== expected.state_name,
      );
    expect(differing).toEqual([]);
  });

  test.for(cells.filter(isMended))(
    '$initial_name stays so when $proposed_name is proposed under limit $limit',
    (cell) => {
      expect(answer(cell)).toEqual({ result: 'REJECT', state_type: 'PAUSED', state_name: cell.initial_name });
    },
  );
});
