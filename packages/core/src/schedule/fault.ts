import { GrammarError, quoted } from '../grammar/issue.ts';
import type { ScheduleDefinition } from './definition.ts';
import { wallsOf } from './occurrences.ts';
import { firstWall, SearchUndecided } from './walls.ts';

/** What is wrong with a schedule's text: it cannot be read, never fires, or cannot be decided. Null when all is well. */
export const scheduleFault = (schedule: ScheduleDefinition): string | null => {
  if (schedule.kind === 'interval') return null;
  const text = schedule.kind === 'cron' ? schedule.cron : schedule.rrule;
  const named = `${schedule.kind} ${quoted(text)}`;
  try {
    const walls = wallsOf({ ...schedule, timezone: null });
    walls?.seek(firstWall);
    return walls?.next() === Number.POSITIVE_INFINITY ? `${named}: never fires` : null;
  } catch (error) {
    if (error instanceof GrammarError) return error.message;
    if (error instanceof SearchUndecided) return `${named}: ${error.message}`;
    throw error;
  }
};
