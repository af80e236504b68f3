import { z } from 'zod';
import { deploymentId, scheduleId } from './id.ts';
import { jsonObject } from './json.ts';
import { schedule } from './schedule.ts';
import { text } from './text.ts';
import { instant } from './time.ts';

export const maxScheduledRunsMax = 50;
const maxScheduledRuns = z.int().min(1).max(maxScheduledRunsMax);

/** Starts that passed while no server was there to plan them: how many, and the first and last instant. */
export const missedStarts = z.object({ count: z.int(), from: instant, until: instant });
export type MissedStarts = z.output<typeof missedStarts>;

export const deploymentSchedule = z.object({
  id: scheduleId,
  created: instant,
  updated: instant,
  deploymentId,
  schedule,
  active: z.boolean(),
  maxScheduledRuns: z.int().nullable(),
  parameters: jsonObject,
  slug: text.nullable(),
  /** When it is planned next; null when paused or exhausted. */
  refillAt: instant.nullable(),
  /** Why it cannot be planned; null while it can. */
  error: text.nullable(),
  missed: missedStarts.nullable(),
});
export type DeploymentSchedule = z.output<typeof deploymentSchedule>;

/**
 * A schedule of a new or restated deployment. An unchanged one keeps its `active` unless it is named here. `replaces` names the
 * slug that this one takes over, with the id of its schedule; where none has it, it says nothing.
 */
export const scheduleCreate = z.strictObject({
  schedule,
  active: z.boolean().optional(),
  maxScheduledRuns: maxScheduledRuns.nullable().default(null),
  parameters: jsonObject.default({}),
  slug: text.min(1).nullable().default(null),
  replaces: text.nullable().optional(),
});
export type ScheduleCreate = z.output<typeof scheduleCreate>;

/** Changes what it names, and nothing else. */
export const scheduleUpdate = z.strictObject({
  schedule: schedule.optional(),
  active: z.boolean().optional(),
  maxScheduledRuns: maxScheduledRuns.nullable().optional(),
  parameters: jsonObject.optional(),
  slug: text.min(1).nullable().optional(),
});
export type ScheduleUpdate = z.output<typeof scheduleUpdate>;

/** A schedule in a deployment's update; `replaces` names the slug that this one takes over. */
export const scheduleReplace = scheduleUpdate.extend({ replaces: text.nullable().optional() });
export type ScheduleReplace = z.output<typeof scheduleReplace>;
