import fc from 'fast-check';
import { expect, test } from 'vitest';
import { conventionalStates, isLive, isTerminal, type StateCreate } from '../schemas/state.ts';
import { after, proposal, sampleFacts, sampleRun, sampleStateId } from './sample-run.ts';
import { transition } from './transition.ts';

const anyProposal: fc.Arbitrary<StateCreate> = fc
  .record({
    name: fc.constantFrom(...Object.keys(conventionalStates)),
    scheduledTime: fc.option(fc.integer({ min: -100, max: 100 }).map(after)),
    pauseTimeout: fc.option(fc.integer({ min: -100, max: 100 }).map(after)),
    pauseKey: fc.option(fc.constantFrom('one', 'two')),
  })
  .map(({ name, ...details }) => {
    const type = Object.entries(conventionalStates).find(([known]) => known === name)?.[1] ?? 'RUNNING';
    return proposal(type, { name, details: { ...details, pauseReschedule: name === 'Suspended' } });
  });

const step = fc.record({
  proposed: anyProposal,
  force: fc.boolean(),
  seconds: fc.integer({ min: 0, max: 30 }),
  limit: fc.constantFrom('none' as const, 'zero' as const),
});

test('whatever is proposed in whatever order, the state, times and claims of a run agree', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 40 }),
      fc.boolean(),
      fc.option(fc.integer({ min: 0, max: 3 })),
      (steps, hasDeployment, retries) => {
        let run = sampleRun({ state: null, hasDeployment, policy: { retries } });
        let clock = 0;
        for (const [index, { proposed, force, seconds, limit }] of steps.entries()) {
          clock += seconds;
          const now = after(clock);
          const facts = sampleFacts({
            now,
            force,
            stateId: sampleStateId(index + 10),
            concurrency: { limit },
          });
          const { status, write } = transition(run, proposed, facts);
          if (write === null) {
            expect(status).not.toBe('ACCEPT');
            continue;
          }
          const before = run;
          run = { ...run, ...write.run, state: write.state };
          const { type, timestamp } = write.state;
          if (before.state) expect(timestamp.getTime()).toBeGreaterThan(before.state.timestamp.getTime());
          expect(run.endTime !== null).toBe(isTerminal(type));
          expect(run.nextScheduledStartTime !== null).toBe(type === 'SCHEDULED');
          expect(run.expectedStartTime).not.toBeNull();
          expect(run.runCount).toBeGreaterThanOrEqual(before.runCount);
          expect(run.totalRunTime).toBeGreaterThanOrEqual(before.totalRunTime);
          if (!force && before.state && isLive(before.state.type) && before.state.type !== 'PENDING') {
            expect(type).not.toBe('PENDING');
          }
          if (!force && before.state?.type === 'CANCELLING') expect(type).toBe('CANCELLED');
        }
      },
    ),
    { seed: 20261124, numRuns: 500 },
  );
});
