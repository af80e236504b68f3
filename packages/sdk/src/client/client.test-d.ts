// What an editor shows for the client; the type-check runs it.
import type { DeploymentId, FlowRun, State } from '@carillon/core';
import type { report } from '../flow/flow.test-d.ts';
import { createClient, isCarillonError } from '../index.ts';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_Statement extends true>(): void => {};

export const calls = async (): Promise<void> => {
  const carillon = createClient({ url: 'http://127.0.0.1:4200', apiKey: 'k', timeout: '5s' });

  const run = await carillon.run<typeof report>('report/daily', { region: 'us' }, { at: new Date(0) });
  const { rows, at } = await run.result({ timeout: '5m' });
  holds<Same<typeof rows, number>>();
  holds<Same<typeof at, string>>();
  for await (const state of run.follow()) holds<Same<typeof state, State>>();
  // @ts-expect-error mars is no region
  await carillon.run<typeof report>('report/daily', { region: 'mars' });
  // @ts-expect-error the region is missing
  await carillon.run<typeof report>('report/daily');

  const { results } = await carillon.deployments.list();
  const id = results[0]?.id;
  holds<Same<typeof id, DeploymentId | undefined>>();
  const pausedAt = results[0]?.pause?.at;
  holds<Same<typeof pausedAt, Date | undefined>>();
  await carillon.deployments.pause({ id: 'any text, for the server judges it' }, { timeout: 5 });
  // @ts-expect-error an id is needed
  await carillon.deployments.pause();
  // @ts-expect-error there is no such procedure
  await carillon.deployments.stop({ id: 'x' });
  const schedules = await carillon.deployments.schedules.list({ deploymentId: 'x' });
  holds<Same<(typeof schedules)[number]['refillAt'], Date | null>>();
  const waited = await carillon.flowRuns.wait({ id: 'x' });
  holds<Same<typeof waited, FlowRun>>();
  const due = carillon.flowRuns.due({ deploymentIds: ['x'] });
  holds<Same<typeof due, AsyncIterable<{ dueInMs: number | null }>>>();
};

export const errors = (error: unknown): string => {
  if (!isCarillonError(error)) return 'another';
  if (error.code === 'DEPLOYMENT_NOT_FOUND') return error.data.name;
  if (error.code === 'UNREACHABLE') return error.data.reason.repeat(error.data.tries);
  // @ts-expect-error this code's data has no name
  if (error.code === 'FLOW_RUN_NOT_FOUND') return error.data.name;
  // @ts-expect-error there is no such code
  if (error.code === 'NO_SUCH_CODE') return '';
  return error.code;
};
