import { type Schedule, schedule as scheduleSchema } from '@carillon/core';
import { fieldTime } from '../../format/time.ts';

export const intervalUnits = [
  { value: '1', label: 'seconds' },
  { value: '60', label: 'minutes' },
  { value: '3600', label: 'hours' },
  { value: '86400', label: 'days' },
] as const;

/** What stands in the editor: one text a field, whatever kind is chosen. */
export type ScheduleDraft = {
  kind: Schedule['kind'];
  cron: string;
  dayOr: boolean;
  every: string;
  unit: string;
  anchor: string;
  rrule: string;
  timezone: string;
};

export const newDraft = (timezone: string): ScheduleDraft => ({
  kind: 'cron',
  cron: '0 9 * * 1-5',
  dayOr: true,
  every: '15',
  unit: '60',
  anchor: '',
  rrule: 'FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=30',
  timezone,
});

export const draftOfSchedule = (schedule: Schedule): ScheduleDraft => {
  const draft = { ...newDraft(schedule.timezone ?? ''), kind: schedule.kind };
  switch (schedule.kind) {
    case 'cron':
      return { ...draft, cron: schedule.cron, dayOr: schedule.dayOr };
    case 'rrule':
      return { ...draft, rrule: schedule.rrule };
    case 'interval': {
      const unit = intervalUnits.findLast(({ value }) => schedule.interval % Number(value) === 0);
      const size = Number(unit?.value ?? 1);
      const anchor = schedule.anchorDate === null ? '' : fieldTime(schedule.anchorDate);
      return { ...draft, every: String(schedule.interval / size), unit: String(size), anchor };
    }
  }
};

export type ScheduleField = 'cron' | 'rrule' | 'every' | 'anchor' | 'timezone';
export type ReadSchedule =
  | { schedule: Schedule; faults: null }
  | { schedule: null; faults: Partial<Record<ScheduleField, string>> };

const fields: Readonly<Record<string, ScheduleField>> = {
  cron: 'cron',
  rrule: 'rrule',
  interval: 'every',
  anchorDate: 'anchor',
  timezone: 'timezone',
};

const inputOf = (draft: ScheduleDraft): unknown => {
  const timezone = draft.timezone.trim() === '' ? null : draft.timezone.trim();
  switch (draft.kind) {
    case 'cron':
      return { kind: 'cron', cron: draft.cron, dayOr: draft.dayOr, timezone };
    case 'rrule':
      return { kind: 'rrule', rrule: draft.rrule, timezone };
    case 'interval': {
      const seconds = draft.every.trim() === '' ? Number.NaN : Number(draft.every) * Number(draft.unit);
      const anchorDate = draft.anchor === '' ? null : new Date(draft.anchor);
      return { kind: 'interval', interval: seconds, anchorDate, timezone };
    }
  }
};

/** The schedule that a draft says, judged as the server judges it; or what is wrong, at the field that it concerns. */
export const readSchedule = (draft: ScheduleDraft): ReadSchedule => {
  if (draft.kind === 'interval' && !Number.isFinite(Number(draft.every.trim() || Number.NaN)))
    return { schedule: null, faults: { every: `"${draft.every}" is not a number` } };
  const read = scheduleSchema.safeParse(inputOf(draft));
  if (read.success) return { schedule: read.data, faults: null };
  const faults: Partial<Record<ScheduleField, string>> = {};
  for (const { path, message } of read.error.issues) {
    const field = fields[String(path[0])];
    if (field !== undefined) faults[field] ??= message;
  }
  return { schedule: null, faults };
};
