import { type JsonObject, type ScheduleChanges, sameSchedule, scheduleInWords } from '@carillon/core';
import { sameJson } from './canonical-json.ts';
import type { SchedulePlan, ScheduleState } from './schedule-plan.ts';

const jsonMax = 80;

/** What a schedule is called: its slug, or what it says. */
export const labelOf = ({ slug, schedule }: ScheduleState): string => slug ?? scheduleInWords(schedule);

const short = (parameters: JsonObject): string => {
  const text = JSON.stringify(parameters);
  return text.length > jsonMax ? `${text.slice(0, jsonMax - 1)}…` : text;
};

/** `cron 0 8 * * *` to `0 9 * * *`: the kind is said once. */
const ruleWords = (from: ScheduleState, to: ScheduleState): [string, string] => {
  const words = scheduleInWords(to.schedule);
  const kind = `${from.schedule.kind} `;
  return [scheduleInWords(from.schedule), words.startsWith(kind) ? words.slice(kind.length) : words];
};

/** Each thing that a change changes, as it was and as it is. */
const partsOf = (from: ScheduleState, to: ScheduleState): [string, string][] => {
  const both = (word: (state: ScheduleState) => string): [string, string] => [word(from), word(to)];
  return [
    ...(sameSchedule(from.schedule, to.schedule) ? [] : [ruleWords(from, to)]),
    ...(sameJson(from.parameters, to.parameters)
      ? []
      : [both(({ parameters }) => `parameters ${short(parameters)}`)]),
    ...(from.maxScheduledRuns === to.maxScheduledRuns
      ? []
      : [both(({ maxScheduledRuns: cap }) => (cap === null ? 'no cap' : `at most ${cap} planned`))]),
    ...(from.active === to.active ? [] : [both(({ active }) => (active ? 'active' : 'inactive'))]),
    ...(from.slug === to.slug ? [] : [both(({ slug }) => (slug === null ? 'no slug' : `slug ${slug}`))]),
  ];
};

/** A change as people read it: `eu`, `cron 0 8 * * 1-5`, `0 9 * * 1-5`. */
export const changeInWords = (from: ScheduleState, to: ScheduleState): ScheduleChanges['changed'][number] => {
  const parts = partsOf(from, to);
  return {
    schedule: from.slug ?? labelOf(to),
    from: parts.map(([before]) => before).join(', '),
    to: parts.map(([, after]) => after).join(', '),
  };
};

export const schedulesInWords = ({ added, changed, removed }: SchedulePlan): ScheduleChanges => ({
  added: added.map(labelOf),
  changed: changed.map(({ from, to }) => changeInWords(from, to)),
  removed: removed.map(labelOf),
});
