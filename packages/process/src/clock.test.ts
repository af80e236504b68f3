import { TestClock } from '@carillon/testing/clock';
import { describe, expect, test } from 'vitest';
import { offsetClock, systemClock } from './clock.ts';

describe('the system clock', () => {
  test('a timer fires at its instant or later, never before', async () => {
    const at = new Date(systemClock.now().getTime() + 25);
    await new Promise<void>((resolve) => systemClock.setTimer(at, resolve));
    expect(systemClock.now().getTime()).toBeGreaterThanOrEqual(at.getTime());
  });

  test('a timer for an instant past the range of setTimeout does not fire at once', async () => {
    let fired = false;
    const cancel = systemClock.setTimer(new Date('2999-01-01'), () => {
      fired = true;
    });
    await systemClock.after(20);
    cancel();
    expect(fired).toBe(false);
  });

  test('a cancelled timer does not fire', async () => {
    let fired = false;
    const cancel = systemClock.setTimer(systemClock.now(), () => {
      fired = true;
    });
    cancel();
    await systemClock.after(10);
    expect(fired).toBe(false);
  });

  test('a wait ends early with the reason of its signal', async () => {
    const controller = new AbortController();
    const wait = systemClock.after(3_600_000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(wait).rejects.toThrow('enough');
    await expect(systemClock.after(0, controller.signal)).rejects.toThrow('enough');
  });
});

describe('an offset clock', () => {
  test('reads its base plus the offset', () => {
    const clock = offsetClock(new TestClock(new Date(1000)));
    expect(clock.now()).toEqual(new Date(1000));
    clock.setOffset(-300);
    expect(clock.now()).toEqual(new Date(700));
    expect(clock.offsetMs).toBe(-300);
  });

  test('timers that wait follow a change of the offset, both ways', async () => {
    const base = new TestClock(new Date(0));
    const clock = offsetClock(base);
    const fired: number[] = [];
    const fire = (): void => void fired.push(clock.now().getTime());
    clock.setTimer(new Date(1000), fire);
    clock.setTimer(new Date(2000), fire);
    clock.setOffset(500);
    base.advance(500);
    expect(fired).toEqual([1000]);
    clock.setOffset(-500);
    base.advance(1999);
    expect(fired).toEqual([1000]);
    base.advance(1);
    expect(fired).toEqual([1000, 2000]);
    expect(base.waiting).toBe(0);
  });

  test('a cancelled timer stays cancelled when the offset changes', async () => {
    const base = new TestClock(new Date(0));
    const clock = offsetClock(base);
    const cancel = clock.setTimer(new Date(100), () => expect.unreachable());
    cancel();
    clock.setOffset(200);
    base.advance(1000);
    expect(base.waiting).toBe(0);
  });
});
