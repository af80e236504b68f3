import { expect, it } from 'vitest';
import { alarm } from './alarm.ts';

const never = new AbortController().signal;

it('rings at the earliest of the moments it was set to', async () => {
  const due = alarm(() => performance.now());
  due.ringWithin(60_000);
  due.ringWithin(20);
  due.ringWithin(60_000);
  const from = performance.now();
  await due.rung(never);
  expect(performance.now() - from).toBeLessThan(5000);
});

it('keeps a ring that nobody waited for, once', async () => {
  const due = alarm(() => performance.now());
  due.ringWithin(0);
  due.ringWithin(0);
  await due.rung(never);
  let rung = false;
  const again = due.rung(never).then(() => {
    rung = true;
  });
  await new Promise(setImmediate);
  expect(rung).toBe(false);
  due.ringWithin(0);
  await again;
});

it('can be set again after it rang', async () => {
  const due = alarm(() => performance.now());
  due.ringWithin(1);
  await due.rung(never);
  due.ringWithin(1);
  await due.rung(never);
});

it('stops waiting when the signal says so', async () => {
  const due = alarm(() => performance.now());
  const controller = new AbortController();
  const rung = due.rung(controller.signal);
  controller.abort();
  await rung;
  await due.rung(controller.signal);
});
