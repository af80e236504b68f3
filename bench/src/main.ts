// Benchmarks, side by side in one run: npm run bench -- [NAME…] [--json]
import { parseArgs } from 'node:util';
import { type Benchmark, type Case, isReached } from './benchmark.ts';
import { caseLines } from './table.ts';

/** Loaded when asked for: some need a database. */
const benchmarks: Readonly<Record<string, () => Promise<{ benchmark: Benchmark }>>> = {
  cron: () => import('./cron.ts'),
  rrule: () => import('./rrule.ts'),
  refill: () => import('./refill.ts'),
  materialise: () => import('./materialise.ts'),
  claim: () => import('./claim.ts'),
  complete: () => import('./complete.ts'),
  'set-state': () => import('./set-state.ts'),
  latency: () => import('./latency.ts'),
  rest: () => import('./rest.ts'),
};
const names = Object.keys(benchmarks);

const help = `npm run bench -- [NAME…] [--json]

Measures ourselves and peers side by side in one run. NAME is any of ${names.join(', ')}; all by default.
--json prints one object. Exit status: 0 when every aim is reached, 1 when one is missed, 2 when the call is at fault.`;

const read = (): { asked: string[]; json: boolean; help: boolean } => {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`There is no benchmark "${unknown}".`);
  return {
    asked: positionals.length > 0 ? positionals : names,
    json: values.json === true,
    help: values.help === true,
  };
};

const run = async (asked: readonly string[], json: boolean): Promise<boolean> => {
  const results: Record<string, readonly Case[]> = {};
  for (const name of asked) {
    const load = benchmarks[name];
    if (load === undefined) continue;
    const { benchmark } = await load();
    if (!json) console.log(`${name}: ${benchmark.about}`);
    const cases = await benchmark.run();
    results[name] = cases;
    if (!json) console.log(cases.flatMap(caseLines).join('\n'));
  }
  if (json) console.log(JSON.stringify({ node: process.version, benchmarks: results }, null, 2));
  return Object.values(results)
    .flat()
    .flatMap(({ aims }) => aims)
    .every(isReached);
};

try {
  const call = read();
  if (call.help) console.log(help);
  else process.exitCode = (await run(call.asked, call.json)) ? 0 : 1;
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  process.exitCode = 2;
}
