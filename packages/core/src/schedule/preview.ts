import { dateOf, dayMs } from './calendar.ts';
import type { ScheduleDefinition } from './definition.ts';
import { nextInstants, type OccurrenceOptions, wallsOf } from './occurrences.ts';
import { type EpochMs, type WallMs, zoneOf } from './zone.ts';

export type PreviewedStart = {
  at: Date;
  /** What a clock in the schedule's zone shows then, such as `2026-03-08T03:30:00`. */
  wallClock: string;
  /** The time that the schedule names and that a gap skips that day; null when no gap moved this start. */
  movedFrom: string | null;
  /** When the same time is shown once more, without a start, as clocks go back; null when it is shown once. */
  repeatedAt: Date | null;
};

const padded = (value: number, length = 2): string => String(value).padStart(length, '0');

const wallText = (wall: WallMs): string => {
  const day = Math.floor(wall / dayMs);
  const { year, month, dayOfMonth } = dateOf(day);
  const ms = wall - day * dayMs;
  const [hour, minute, second, rest] = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1000) % 60, ms % 1000].map(
    Math.floor,
  );
  const fraction = rest === 0 ? '' : `.${padded(rest ?? 0, 3)}`;
  return `${padded(year, 4)}-${padded(month)}-${padded(dayOfMonth)}T${padded(hour ?? 0)}:${padded(minute ?? 0)}:${padded(second ?? 0)}${fraction}`;
};

/** The next starts with what the clocks do to each: whether a gap moved it, whether an overlap shows its time twice. */
export const previewStarts = (
  schedule: ScheduleDefinition,
  { from, count, ...options }: OccurrenceOptions & { from: EpochMs; count: number },
): PreviewedStart[] => {
  const zone = zoneOf(schedule.timezone);
  const walls = wallsOf(schedule, options);
  const next = nextInstants(schedule, from, options);
  const names = (wall: WallMs): boolean => {
    walls?.seek(wall);
    return walls?.next() === wall;
  };
  const starts: PreviewedStart[] = [];
  while (starts.length < count) {
    const at = next();
    if (at === Number.POSITIVE_INFINITY) break;
    const wall = zone.toWall(at);
    const skipped = zone.earliestWall(at);
    const change = zone.transitionAt(wall);
    const isMoved = skipped !== wall && names(skipped) && !names(wall);
    const isRepeated = walls !== null && change !== null && change.after < change.before;
    starts.push({
      at: new Date(at),
      wallClock: wallText(wall),
      movedFrom: isMoved ? wallText(skipped) : null,
      repeatedAt: isRepeated ? new Date(wall - change.after) : null,
    });
  }
  return starts;
};
