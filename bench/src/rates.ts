import type { Figure } from './benchmark.ts';

/** Does its work once and answers how many things that were. */
export type Work = () => number;

const rounds = 5;
const roundSeconds = 0.15;

/** Takes so many from a sequence, or all that it has, and answers how many those were. */
export const take = (sequence: Iterable<unknown>, most: number): number => {
  let taken = 0;
  for (const _ of sequence) {
    taken += 1;
    if (taken === most) break;
  }
  return taken;
};

/** Seconds of the processor that this process has had: what else the machine does at the time does not count. */
const processorSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
};

const rate = (work: Work): number => {
  const begin = processorSeconds();
  let done = 0;
  let elapsed = 0;
  while (elapsed < roundSeconds) {
    done += work();
    elapsed = processorSeconds() - begin;
  }
  return done / elapsed;
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** How many things each subject does in a second of the processor: the median of several rounds, the subjects taking turns after one to warm up. */
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
