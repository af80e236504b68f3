import { type FlowRunSort, flowRunSort, type StateType, stateTypes } from '@carillon/core';
import type { Input } from '../../client/query.ts';

export type RunSearch = {
  q?: string | undefined;
  state?: string | undefined;
  deployment?: string | undefined;
  flow?: string | undefined;
  tag?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  sort?: string | undefined;
};

/** What one filters by: the types, and the late ones, who are scheduled but not as they should be. */
export const stateChoices = ['LATE', ...stateTypes] as const;
export type StateChoice = (typeof stateChoices)[number];

export const chosenStates = (state: string | undefined): readonly StateChoice[] => {
  const named = new Set((state ?? '').split(','));
  return stateChoices.filter((choice) => named.has(choice));
};

export const sortChoices: readonly { value: FlowRunSort; label: string }[] = [
  { value: 'EXPECTED_START_TIME_DESC', label: 'Latest start first' },
  { value: 'EXPECTED_START_TIME_ASC', label: 'Earliest start first' },
  { value: 'END_TIME_DESC', label: 'Ended last first' },
  { value: 'NAME_ASC', label: 'Name, A to Z' },
];

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** An instant, or a span before now such as `24h`. */
export const momentOf = (text: string | undefined, now: number): Date | null => {
  const [, count = '', unit = ''] = /^(\d{1,5})([mhd])$/.exec(text ?? '') ?? [];
  const ms = units[unit];
  if (ms !== undefined) return new Date(now - Number(count) * ms);
  const at = new Date(text ?? '');
  return Number.isNaN(at.getTime()) ? null : at;
};

const isType = (choice: StateChoice): choice is StateType => choice !== 'LATE';

/** Without a choice: what has begun or should have. What is only planned is shown to whoever asks for it. */
const stateFilter = (chosen: readonly StateChoice[]) =>
  chosen.length === 0
    ? {
        operator: 'or' as const,
        type: { notAny: ['SCHEDULED' as const] },
        name: { any: ['Late', 'AwaitingRetry', 'AwaitingConcurrencySlot'] },
      }
    : {
        operator: 'or' as const,
        type: { any: chosen.filter(isType) },
        ...(chosen.includes('LATE') && { name: { any: ['Late'] } }),
      };

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

export type AskedRuns = Omit<Input<'flowRuns.list'>, 'cursor' | 'limit' | 'offset'>;

/** What an address says, as the server is asked. */
export const askedOf = (search: RunSearch, now: number): AskedRuns => {
  const { q = '', deployment, flow, tag } = search;
  const [after, before] = [momentOf(search.from, now), momentOf(search.to, now)];
  return {
    flowRuns: {
      state: stateFilter(chosenStates(search.state)),
      ...(q.trim() !== '' && (isId(q.trim()) ? { id: { any: [q.trim()] } } : { name: { like: q.trim() } })),
      ...(tag !== undefined && { tags: { all: [tag] } }),
      ...(deployment !== undefined && isId(deployment) && { deploymentId: { any: [deployment] } }),
      ...((after !== null || before !== null) && { expectedStartTime: { after, before } }),
    },
    ...(deployment !== undefined &&
      !isId(deployment) && { deployments: { flowOrDeploymentName: { like: deployment } } }),
    ...(flow !== undefined && { flows: { name: { any: [flow] } } }),
    sort: flowRunSort.catch('EXPECTED_START_TIME_DESC').parse(search.sort),
  };
};

/** The same, to be counted. */
export const countedOf = ({ sort: _sort, ...filters }: AskedRuns): Input<'flowRuns.count'> => filters;
