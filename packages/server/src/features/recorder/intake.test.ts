import { resourceEventCreate } from '@carillon/core';
import { systemClock } from '@carillon/process';
import { type TestApp, testApp } from '@carillon/testing';
import { expect, test } from 'vitest';
import { takeAway } from '../../../fixtures/take-away.ts';
import { customEvent } from '../../../fixtures/told-events.ts';
import { createIntake } from './intake.ts';

const received = () => ({ event: resourceEventCreate.parse(customEvent()), taskEvent: null });

const kept = (app: TestApp): Promise<{ id: string }[]> =>
  app.read(({ db }) => db.selectFrom('client_event').select('id').execute());

test('what comes together is written together, and each is told of when it is kept', async () => {
  await using app = await testApp();
  const intake = createIntake(app.services);
  const events = Array.from({ length: 1200 }, received);
  const words = events.map((event) => intake.add(event, 100));
  expect(new Set(words).size).toBe(3);
  await words[0];
  expect((await kept(app)).length).toBeGreaterThanOrEqual(500);
  await Promise.all(words);
  expect(await kept(app)).toHaveLength(1200);
  await intake.close();
});

test('a time without the database costs time, and no more memory than is allowed', async () => {
  await using app = await testApp({ clock: systemClock });
  const intake = createIntake(app.services);
  await intake.add(received(), 100);
  const { giveBack } = await takeAway(app.databaseUrl);
  const words: Promise<void>[] = [];
  while (!intake.full) words.push(intake.add(received(), 1_000_000));
  expect(words).toHaveLength(32);
  let hasRoom = false;
  const room = intake.room().then(() => {
    hasRoom = true;
  });
  for (let tries = 0; tries < 3; tries += 1) await expect(kept(app)).rejects.toThrow();
  expect(hasRoom).toBe(false);
  await giveBack();
  await Promise.all([...words, room]);
  expect(intake.full).toBe(false);
  expect(await kept(app)).toHaveLength(33);
  await intake.close();
});
