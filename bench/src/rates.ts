import type { Figure } from './benchmark.ts';

/** Does its work once and answers how many things that were. */
export type Work = () => number;

const rounds = 5;
const roundMs = 150;

const rate = (work: Work): number => {
  const begin = performance.now();
  let done = 0;
  let elapsed = 0;
  while (elapsed < roundMs) {
    done += work();
    elapsed = performance.now() - begin;
  }
  return (done / elapsed) * 1000;
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** How many things a second each subject does: the median of several rounds, the subjects taking turns after one to warm up. */
export const ratesOf = (subjects: Readonly<Record<string, Work>>): Figure[] => {
  const entries = Object.entries(subjects);
  for (const [, work] of entries) rate(work);
  const results = entries.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, [, work]] of entries.entries()) results[index]?.push(rate(work));
  }
  return entries.map(([subject], index) => ({ subject, value: median(results[index] ?? []) }));
};

/** How many times the best of the peers our figure, the first one, is. */
export const timesBest = ([own, ...peers]: readonly Figure[]): number =>
  (own?.value ?? 0) / Math.max(...peers.map(({ value }) => value ?? 0));
