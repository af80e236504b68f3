import { TestClock } from '@carillon/testing/clock';
import { expect, onTestFinished, test } from 'vitest';
import { createLogger } from './log.ts';
import { type Loop, type PassOutcome, type PassResult, runLoop } from './loop.ts';

type Bench = {
  clock: TestClock;
  loop: Loop;
  lines: Record<string, unknown>[];
  /** Resolves with the outcome of the next pass to end. */
  passed(): Promise<PassOutcome>;
  stop(): Promise<void>;
};

const bench = (pass: (signal: AbortSignal) => Promise<PassResult>, random = (): number => 0.5): Bench => {
  const clock = new TestClock();
  const controller = new AbortController();
  const lines: Record<string, unknown>[] = [];
  const outcomes: PassOutcome[] = [];
  const waiters: ((outcome: PassOutcome) => void)[] = [];
  const loop = runLoop(
    {
      name: 'test',
      everyMs: 1000,
      signal: controller.signal,
      clock,
      log: createLogger({
        level: 'debug',
        destination: { write: (line) => void lines.push(JSON.parse(line)) },
      }),
      random,
      onPass: (outcome) => {
        const waiter = waiters.shift();
        if (waiter === undefined) outcomes.push(outcome);
        else waiter(outcome);
      },
    },
    pass,
  );
  const stop = async (): Promise<void> => {
    controller.abort();
    await loop.done;
  };
  onTestFinished(stop);
  const passed = (): Promise<PassOutcome> =>
    new Promise((resolve) => {
      const outcome = outcomes.shift();
      if (outcome === undefined) waiters.push(resolve);
      else resolve(outcome);
    });
  return { clock, loop, lines, passed, stop };
};

const idle = (): Promise<PassResult> => Promise.resolve({ full: false });

test('passes at once, then once every interval', async () => {
  let passes = 0;
  const { clock, passed } = bench(async () => {
    passes += 1;
    return { full: false };
  });
  await passed();
  clock.advance(999);
  expect(passes).toBe(1);
  clock.advance(1);
  await passed();
  expect(passes).toBe(2);
});

test('a wait is shorter or longer by up to the jitter', async () => {
  const early = bench(idle, () => 0);
  await early.passed();
  early.clock.advance(900);
  await early.passed();
});

test('a full batch is followed by another without a wait', async () => {
  let left = 3;
  const { clock, passed } = bench(async () => {
    left -= 1;
    return { full: left > 0, count: 1 };
  });
  for (const full of [true, true, false]) expect(await passed()).toMatchObject({ ok: true, full });
  expect(clock.waiting).toBe(1);
});

test('a pass that did nothing says nothing, one that did says how much', async () => {
  let count = 0;
  const { clock, lines, passed } = bench(async () => ({ full: false, count: count++ }));
  await passed();
  expect(lines).toEqual([]);
  clock.advance(1000);
  await passed();
  expect(lines).toMatchObject([{ msg: 'loop pass done', loop: 'test', count: 1 }]);
});

test('wake brings the next pass forward, also one that comes during a pass', async () => {
  let wakeInside = true;
  const b: Bench = bench(async () => {
    await Promise.resolve();
    if (wakeInside) b.loop.wake();
    wakeInside = false;
    return { full: false };
  });
  await b.passed();
  await b.passed();
  expect(b.clock.waiting).toBe(1);
  b.loop.wake();
  await b.passed();
});

test('a failure is logged and waited out, longer each time, and wake does not cut it short', async () => {
  let failing = true;
  const { clock, loop, lines, passed } = bench(
    async () => {
      if (failing) throw new Error('no database');
      return { full: false };
    },
    () => 0.999,
  );
  await passed();
  clock.advance(1000);
  await passed();
  loop.wake();
  clock.advance(1000);
  expect(lines).toMatchObject([
    { level: 'error', loop: 'test', failures: 1, error: { message: 'no database' } },
    { level: 'error', loop: 'test', failures: 2 },
  ]);
  failing = false;
  clock.advance(1000);
  expect(await passed()).toMatchObject({ ok: true });
});

test('an abort ends the wait', async () => {
  const { clock, passed, stop } = bench(idle);
  await passed();
  await stop();
  expect(clock.waiting).toBe(0);
});

test('an abort lets the pass under way end and starts no other', async () => {
  const gate = Promise.withResolvers<void>();
  let passes = 0;
  const { passed, stop } = bench(async () => {
    passes += 1;
    await gate.promise;
    return { full: true };
  });
  const stopped = stop();
  gate.resolve();
  expect(await passed()).toMatchObject({ ok: true });
  await stopped;
  expect(passes).toBe(1);
});
