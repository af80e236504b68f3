import { expect, test } from 'vitest';
import { createTestClock } from './clock.ts';

test('timers fire in order of their instant, each at its own', async () => {
  const clock = createTestClock(new Date(0));
  const fired: [string, number][] = [];
  clock.setTimer(new Date(200), () => fired.push(['b', clock.now().getTime()]));
  clock.setTimer(new Date(100), () => fired.push(['a', clock.now().getTime()]));
  clock.setTimer(new Date(301), () => fired.push(['c', clock.now().getTime()]));
  await clock.advance(300);
  expect(fired).toEqual([
    ['a', 100],
    ['b', 200],
  ]);
  expect(clock.now()).toEqual(new Date(300));
  expect(clock.waiting).toBe(1);
});

test('a timer set by another on the way fires in the same move', async () => {
  const clock = createTestClock(new Date(0));
  const beats: number[] = [];
  const beat = async (): Promise<void> => {
    for (let n = 0; n < 3; n += 1) {
      await clock.after(10);
      beats.push(clock.now().getTime());
    }
  };
  const done = beat();
  await clock.advance(30);
  await done;
  expect(beats).toEqual([10, 20, 30]);
});

test('a cancelled timer never fires, an aborted wait rejects with the reason', async () => {
  const clock = createTestClock(new Date(0));
  const cancel = clock.setTimer(new Date(10), () => expect.unreachable());
  cancel();
  const controller = new AbortController();
  const waited = clock.after(10, controller.signal);
  controller.abort(new Error('enough'));
  await expect(waited).rejects.toThrow('enough');
  await clock.advance(20);
  expect(clock.waiting).toBe(0);
});
