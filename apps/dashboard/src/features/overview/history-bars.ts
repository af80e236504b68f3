import { defaultStateNames, type StateType } from '@carillon/core';
import type { Output } from '../../client/query.ts';
import type { Bar } from '../../components/stacked-bars.tsx';
import { type Tone, toneOf } from '../../components/state-tone.ts';

type History = Output<'flowRuns.history'>;

/** From the bottom up: what went well, what did not, what goes on, what is still to come. */
const order = [
  'COMPLETED',
  'FAILED',
  'CRASHED',
  'CANCELLED',
  'CANCELLING',
  'RUNNING',
  'PENDING',
  'PAUSED',
  'LATE',
  'SCHEDULED',
] as const satisfies readonly (StateType | 'LATE')[];
type Group = (typeof order)[number];

const groupOf = ({ stateType, stateName }: History[number]['states'][number]): Group =>
  stateName === 'Late' ? 'LATE' : stateType;
const nameOf = (group: Group): string => (group === 'LATE' ? 'Late' : defaultStateNames[group]);
const toneOfGroup = (group: Group): Tone => (group === 'LATE' ? 'late' : toneOf(group));

export const stateBars = (history: History): Bar[] =>
  history.map(({ intervalStart, intervalEnd, states }) => ({
    start: intervalStart,
    end: intervalEnd,
    parts: order.map((group) => ({
      tone: toneOfGroup(group),
      name: nameOf(group),
      value: states
        .filter((count) => groupOf(count) === group)
        .reduce((sum, { countRuns }) => sum + countRuns, 0),
    })),
  }));

/** Seconds that the runs of each step were late on average. */
export const latenessBars = (history: History): Bar[] =>
  history.map(({ intervalStart, intervalEnd, states }) => {
    const runs = states.reduce((sum, { countRuns }) => sum + countRuns, 0);
    const late = states.reduce((sum, { sumEstimatedLateness }) => sum + sumEstimatedLateness, 0);
    return {
      start: intervalStart,
      end: intervalEnd,
      parts: [{ tone: 'late', name: 'on average', value: runs === 0 ? 0 : late / runs }],
    };
  });

export type Total = { group: Group; name: string; tone: Tone; count: number };

/** Of the whole period, the states that there are. */
export const totals = (bars: readonly Bar[]): Total[] =>
  order.flatMap((group, index) => {
    const count = bars.reduce((sum, { parts }) => sum + (parts[index]?.value ?? 0), 0);
    return count === 0 ? [] : [{ group, name: nameOf(group), tone: toneOfGroup(group), count }];
  });
