import { runnerId } from '@carillon/core';
import { createLogger, systemClock } from '@carillon/process';
import { expect, it } from 'vitest';
import { openStage } from '../../fixtures/stage.ts';
import { isStillHeld } from './still-held.ts';

it('an answer that took long is believed only when the server says anew that the run is ours', async () => {
  await using stage = await openStage({ stream: false, leaseSeconds: 1 });
  const made = await stage.makeRun('brief');
  const { deploymentId } = await stage.client.flowRuns.read({ id: made.id });
  const { runs } = await stage.client.flowRuns.claim({
    runner: { id: runnerId.parse(crypto.randomUUID()), name: 'frozen' },
    deploymentIds: [deploymentId ?? ''],
    limit: 1,
  });
  const [claimed] = runs;
  if (claimed === undefined) throw new Error('the run was not claimed');
  const { run, leaseToken } = claimed;
  const held = { id: run.id, leaseToken };
  const on = {
    client: stage.client,
    clock: systemClock,
    log: createLogger({ level: 'silent' }),
    signal: new AbortController().signal,
    monotonic: () => performance.now(),
  };
  const longAgo = { since: performance.now() - 60_000, withinMs: 5000 };
  expect(await isStillHeld(on, held, longAgo)).toBe(true);
  await stage.untilState(made, 'AwaitingRetry');
  expect(await isStillHeld(on, held, { since: performance.now(), withinMs: 5000 })).toBe(true);
  expect(await isStillHeld(on, held, longAgo)).toBe(false);
});
