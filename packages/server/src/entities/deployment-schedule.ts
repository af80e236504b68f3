import type { JsonObject, JsonValue, Schedule } from '@carillon/core';
import { defineEntity, p } from '@mikro-orm/core';
import { actor, instant, row } from './columns.ts';
import { Deployment } from './deployment.ts';

export const DeploymentSchedule = defineEntity({
  name: 'DeploymentSchedule',
  tableName: 'deployment_schedule',
  properties: {
    ...row(),
    deploymentId: () => p.manyToOne(Deployment).mapToPk().fieldName('deployment_id').deleteRule('cascade'),
    schedule: p.json<Schedule>(),
    active: p.boolean(),
    maxScheduledRuns: p.integer().nullable(),
    parameters: p.json<JsonObject>(),
    slug: p.text().nullable(),
    createdBy: actor(),
    updatedBy: actor(),
    /** Where COUNT ends the rules of an rrule, found once, when it is written. */
    countBounds: p.json<JsonValue>().nullable(),
    /** When the planner must look at it again; null while paused, inactive or exhausted. */
    refillAt: instant().nullable(),
    /** The last start that is planned already; the next plan begins after it. */
    plannedUntil: instant().nullable(),
    error: p.text().nullable(),
    errorCount: p.integer(),
    /** Starts that passed while no server planned them. */
    missedCount: p.integer(),
    missedFrom: instant().nullable(),
    missedUntil: instant().nullable(),
  },
  uniques: [{ name: 'deployment_schedule_slug_unique', properties: ['deploymentId', 'slug'] }],
  indexes: [
    {
      name: 'deployment_schedule_refill_index',
      expression:
        'create index "deployment_schedule_refill_index" on "deployment_schedule" ("refill_at", "id") where refill_at is not null',
    },
  ],
});
