// Compiled, never run: what an editor shows to whoever has installed the packages.

import { serve } from '@carillon/runner';
import { createClient, isCarillonError } from '@carillon/sdk';
import daily, { report } from './flows.ts';

// `any` and `unknown` are the same as nothing but themselves, so types that were lost do not compile.
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare const holds: <_Statement extends true>() => void;

export const calls = async (): Promise<void> => {
  const carillon = createClient({ url: 'http://127.0.0.1:4200' });
  const run = await carillon.run<typeof report>('report/daily', { region: 'us' });
  const { rows, at } = await run.result({ timeout: '5m' });
  holds<Same<typeof rows, number>>();
  holds<Same<typeof at, string>>();
  for await (const state of run.follow()) {
    holds<Same<(typeof state)['name'], string>>();
    holds<Same<(typeof state)['timestamp'], Date>>();
  }
  // @ts-expect-error mars is no region
  await carillon.run<typeof report>('report/daily', { region: 'mars' });
  // @ts-expect-error there is no such procedure
  await carillon.deployments.stop({ id: 'x' });
  const { results } = await carillon.deployments.list();
  for (const { name, schedules } of results) {
    holds<Same<typeof name, string>>();
    for (const { schedule, refillAt } of schedules) {
      holds<Same<(typeof schedule)['kind'], 'cron' | 'interval' | 'rrule'>>();
      holds<Same<typeof refillAt, Date | null>>();
    }
  }
  holds<Same<Awaited<ReturnType<typeof report>>, { rows: number; attempt: number; at: Date }>>();
  // @ts-expect-error mars is no region
  report.deployment({ name: 'x', parameters: { region: 'mars' } });
  await serve([daily], { limit: 8 });
  // @ts-expect-error a limit is a number
  await serve([daily], { limit: 'eight' });
};

export const read = (error: unknown): string => {
  if (!isCarillonError(error)) return 'another';
  if (error.code === 'DEPLOYMENT_NOT_FOUND') return error.data.name;
  // @ts-expect-error this code's data has no name
  if (error.code === 'FLOW_RUN_NOT_FOUND') return error.data.name;
  return error.code;
};
