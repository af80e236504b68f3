import { testApp } from '@carillon/testing';
import { expect, test } from 'vitest';

test('what is too long for an index is the caller’s mistake, and writes nothing', async () => {
  await using app = await testApp();
  // Letters that do not repeat, so that compression does not help.
  const name = Array.from({ length: 1000 }, (_, index) =>
    String.fromCodePoint(0x4e00 + ((index * 7919) % 20_000)),
  ).join('');
  await expect(app.caller.flows.create({ name })).rejects.toMatchObject({ cause: { code: 'INPUT_INVALID' } });
  expect(await app.caller.flows.count({})).toBe(0);
});

test('slots decay at a speed that can be counted with', async () => {
  await using app = await testApp();
  for (const slotDecayPerSecond of [1e308, 1e-320])
    await expect(
      app.caller.concurrencyLimits.create({ name: 'tokens', limit: 1, slotDecayPerSecond }),
    ).rejects.toThrow(/slotDecayPerSecond/);
});
