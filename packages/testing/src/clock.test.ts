import { expect, test } from 'vitest';
import { TestClock } from './clock.ts';

test('timers fire in order of their instant, each at its own', () => {
  const clock = new TestClock(new Date(0));
  const fired: [string, number][] = [];
  clock.setTimer(new Date(200), () => fired.push(['b', clock.now().getTime()]));
  clock.setTimer(new Date(100), () => fired.push(['a', clock.now().getTime()]));
  clock.setTimer(new Date(301), () => fired.push(['c', clock.now().getTime()]));
  clock.advance(300);
  expect(fired).toEqual([
    ['a', 100],
    ['b', 200],
  ]);
  expect(clock.now()).toEqual(new Date(300));
  expect(clock.waiting).toBe(1);
});

test('a timer set by another on the way fires in the same move', () => {
  const clock = new TestClock(new Date(0));
  const beats: number[] = [];
  const beat = (): void => {
    beats.push(clock.now().getTime());
    clock.setTimer(new Date(clock.now().getTime() + 10), beat);
  };
  clock.setTimer(new Date(10), beat);
  clock.advance(35);
  expect(beats).toEqual([10, 20, 30]);
});

test('a timer that is due already fires by itself, after the call that set it', async () => {
  const clock = new TestClock(new Date(50));
  await new Promise<void>((resolve) => clock.setTimer(new Date(40), resolve));
  expect(clock.waiting).toBe(0);
});

test('a cancelled timer never fires, an aborted wait rejects with the reason', async () => {
  const clock = new TestClock(new Date(0));
  const cancel = clock.setTimer(new Date(10), () => expect.unreachable());
  cancel();
  const controller = new AbortController();
  const waited = clock.after(10, controller.signal);
  controller.abort(new Error('enough'));
  await expect(waited).rejects.toThrow('enough');
  clock.advance(20);
  expect(clock.waiting).toBe(0);
});
