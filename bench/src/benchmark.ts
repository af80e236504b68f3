/** What one subject reached in a case; null when it cannot do the case, and why. */
export type Figure = { subject: string; value: number | null; note?: string };

/** `reached` is to be at least `wanted`, or at most where less is better. */
export type Aim = { words: string; reached: number; wanted: number; less?: true };

/** One thing measured: our figure first, then those of the peers, all of the same run. */
export type Case = { name: string; unit: string; figures: readonly Figure[]; aims: readonly Aim[] };

/** A file `bench/src/NAME.ts` exports one as `benchmark`, and has a line in `main.ts`. */
export type Benchmark = { about: string; run(): Promise<readonly Case[]> };

export const isReached = ({ reached, wanted, less }: Aim): boolean =>
  less === true ? reached <= wanted : reached >= wanted;
