import { createLogger } from '@carillon/process';
import { until } from '@carillon/testing/until';
import { expect, test } from 'vitest';
import { keepAlive, type Living } from './keep-alive.ts';

const log = createLogger({ level: 'silent' });

/** Living things, oldest first, each with what ends it and whether it was stopped. */
const stage = ({ failures = 0 } = {}) => {
  const born: { die: () => void; stopped: number }[] = [];
  const bear = (): Living => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const one = { die: resolve, stopped: 0 };
    born.push(one);
    return {
      ended: promise,
      stop: async () => {
        one.stopped += 1;
        resolve();
      },
    };
  };
  const controller = new AbortController();
  let left = failures;
  const kept = keepAlive(bear(), {
    log,
    signal: controller.signal,
    again: async () => {
      left -= 1;
      if (left >= 0) throw new Error('not yet');
      return bear();
    },
  });
  return { born, kept, controller };
};

test('what ends unasked is cleaned up and started again, as often as it takes', async () => {
  const { born, kept, controller } = stage({ failures: 1 });
  born[0]?.die();
  await until('a second one lives', () => born.length === 2);
  born[1]?.die();
  await until('a third one lives', () => born.length === 3);
  controller.abort();
  await kept.stop();
  expect(born.map(({ stopped }) => stopped)).toEqual([2, 1, 1]);
});

test('what ends because it was told to is not started again', async () => {
  const { born, kept, controller } = stage();
  controller.abort();
  await kept.stop();
  expect(born.map(({ stopped }) => stopped)).toEqual([1]);
});
