import {
  DomainError,
  type EventCountable,
  type EventCountUnit,
  type eventCount,
  microsecondsOf,
  preciselyAt,
  type ResourceEventFilter,
} from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { keptSpan, type Span, spanOf } from './span.ts';
import { countGroups } from './statements/count-groups.ts';
import { countSteps } from './statements/count-steps.ts';

type Count = z.input<typeof eventCount>;

export type CountEvents = {
  filter: ResourceEventFilter;
  by: EventCountable;
  /** Of steps of time. */
  unit: EventCountUnit;
  interval: number;
};

const unitSeconds = {
  week: 604_800,
  day: 86_400,
  hour: 3600,
  minute: 60,
  second: 1,
} as const satisfies Record<EventCountUnit, number>;
/** A Monday; steps are counted from it, wherever a span begins. */
const origin = new Date('2024-04-01T00:00:00Z');
const stepsMax = 1000;
const secondMicros = 1_000_000;

/** How many events match, by name, by resource, or by steps of time, empty ones too. Throws INPUT_INVALID for too many steps. */
export const countResourceEvents = async (
  context: Context,
  { filter, by, unit, interval }: CountEvents,
): Promise<Count[]> => {
  const span = spanOf(filter, context.now);
  const asked = { filter, span: keptSpan(span, context) };
  if (by === 'event' || by === 'resource') return countGroups(context.db, { ...asked, by });
  const seconds = by === 'day' ? unitSeconds.day : unitSeconds[unit] * interval;
  const steps = stepsOf(span, { seconds, now: context.now });
  const counts = await countSteps(context.db, { ...asked, origin, seconds });
  return steps.map(({ step, startTime, endTime }, index) => ({
    value: String(index),
    label: startTime,
    count: counts.get(step) ?? 0,
    startTime,
    endTime,
  }));
};

type Step = { step: number; startTime: string; endTime: string };

/** The steps of a span; of those that have not begun yet none but the one that now is in. */
const stepsOf = ({ since, until }: Span, { seconds, now }: { seconds: number; now: Date }): Step[] => {
  const size = seconds * secondMicros;
  const start = origin.getTime() * 1000;
  const stepAt = (micros: number): number => Math.floor((micros - start) / size);
  const [first, last] = [microsecondsOf(since), microsecondsOf(until)];
  const wanted = Math.ceil((last - first) / size);
  if (wanted > stepsMax) throw tooMany(wanted);
  const steps: Step[] = [];
  const end = stepAt(Math.min(last, now.getTime() * 1000));
  for (let step = stepAt(first); step <= end; step += 1) {
    const from = start + step * size;
    steps.push({
      step,
      startTime: preciselyAt(Math.round(from)),
      endTime: preciselyAt(Math.round(from + size) - 1),
    });
  }
  return steps;
};

const tooMany = (steps: number): DomainError<'INPUT_INVALID'> =>
  new DomainError('INPUT_INVALID', {
    issues: [
      {
        path: ['timeInterval'],
        message: `would make ${steps} steps of this span, and ${stepsMax} are allowed; make it longer, or the span shorter`,
      },
    ],
  });
