import { z } from 'zod';
import { bulkLimit, createRunsMax, refusal } from '../schemas/bulk.ts';
import { deployment, deploymentCreate, deploymentMembers, deploymentUpdate } from '../schemas/deployment.ts';
import {
  deploymentAttention,
  deploymentDeletePreview,
  deploymentOverview,
} from '../schemas/deployment-overview.ts';
import { deploymentSchedule, scheduleCreate, scheduleUpdate } from '../schemas/deployment-schedule.ts';
import { scheduleChanges } from '../schemas/event.ts';
import { filters } from '../schemas/filter.ts';
import { deploymentRunCreate, flowRun } from '../schemas/flow-run.ts';
import { deploymentId, scheduleId } from '../schemas/id.ts';
import { cursor, limit, listOf, offset, page, pageOf } from '../schemas/page.ts';
import { deploymentSort } from '../schemas/sort.ts';
import { name, nameOrEmpty, text } from '../schemas/text.ts';
import { instant, seconds } from '../schemas/time.ts';
import { workQueue } from '../schemas/work-queue.ts';
import { mutation, query } from './procedure.ts';

const sort = deploymentSort.default('NAME_ASC');
const byId = z.strictObject({ id: deploymentId });
const bySchedule = { deploymentId, scheduleId };
const nothing = z.null();

/** What restating a deployment changes: members by name, schedules by slug or text. */
export const deploymentChanges = z.object({
  outcome: z.enum(['created', 'changed', 'unchanged']),
  fields: z.array(z.string()),
  schedules: scheduleChanges,
});
export type DeploymentChanges = z.output<typeof deploymentChanges>;

/** `created` is false where the idempotency key is that of a run which is there already. */
const createdRun = z.discriminatedUnion('status', [
  z.object({ status: z.literal('CREATED'), run: flowRun, created: z.boolean() }),
  z.object({ status: z.literal('FAILED'), error: refusal }),
]);

export const deployments = {
  /** Makes a deployment, or restates the one of this flow and name; the first runs exist when it answers. */
  create: mutation(
    deploymentCreate,
    z.object({ deployment, changes: deploymentChanges, nextStart: instant.nullable() }),
    { repeatable: true },
  ),
  /** What `create` would change, without changing it. The flow is named, for it may not exist yet. */
  compare: query(deploymentMembers.omit({ flowId: true }).extend({ flowName: name }), deploymentChanges),
  update: mutation(deploymentUpdate.safeExtend({ id: deploymentId }), nothing, { repeatable: true }),
  read: query(byId, deployment),
  readByName: query(z.strictObject({ flowName: name, name: nameOrEmpty }), deployment),
  list: query(z.strictObject({ ...filters, sort, limit, offset, cursor }), listOf(deployment)),
  paginate: query(z.strictObject({ ...filters, sort, limit, page }), pageOf(deployment)),
  count: query(z.strictObject(filters), z.int()),
  /** What each did last, and what it does next. */
  overview: query(z.strictObject({ ...filters, sort, limit, offset, cursor }), listOf(deploymentOverview)),
  overviewPage: query(z.strictObject({ ...filters, sort, limit, page }), pageOf(deploymentOverview)),
  /** What needs somebody: deployments for which nobody asks, schedules that cannot be planned. */
  attention: query(z.strictObject({ limit: limit.default(10) }), deploymentAttention),
  /** A plain read of what is scheduled, earliest first; claims nothing. */
  scheduledRuns: query(
    z.strictObject({
      deploymentIds: z.array(deploymentId),
      scheduledBefore: instant.nullable().default(null),
      limit,
    }),
    z.array(flowRun),
  ),
  /** What `delete` would do, without doing it. */
  deletePreview: query(byId, deploymentDeletePreview),
  delete: mutation(byId, nothing),
  /** Deletes up to 50 deployments, by name. Throws FILTER_MISSING where the filters let every deployment pass. */
  bulkDelete: mutation(
    z.strictObject({ ...filters, limit: bulkLimit }),
    z.object({ deleted: z.array(deploymentId) }),
  ),
  /** Makes the runs of a range, past ones too; they are due at once where their start has passed. */
  schedule: mutation(
    z.strictObject({
      id: deploymentId,
      startTime: instant.nullable().default(null),
      endTime: instant.nullable().default(null),
      minTime: seconds.nullable().default(null),
      minRuns: z.int().nullable().default(null),
      maxRuns: z.int().nullable().default(null),
    }),
    z.object({ created: z.int() }),
    { repeatable: true },
  ),
  pause: mutation(
    z.strictObject({ id: deploymentId, reason: text.max(1000).nullable().default(null) }),
    nothing,
    {
      repeatable: true,
    },
  ),
  resume: mutation(byId, nothing, { repeatable: true }),
  /** Safe to repeat when it names an idempotency key. */
  createRun: mutation(
    deploymentRunCreate.extend({ id: deploymentId }),
    z.object({ run: flowRun, created: z.boolean() }),
  ),
  /** Up to 100 at once, answered in the order of the request; what is refused of one changes nothing for the others. */
  createRuns: mutation(
    z.strictObject({
      id: deploymentId,
      runs: z
        .array(deploymentRunCreate)
        .max(createRunsMax, `Cannot create more than ${createRunsMax} flow runs at once.`),
    }),
    z.object({ results: z.array(createdRun) }),
  ),
  workQueueCheck: query(byId, z.array(workQueue)),
  schedules: {
    list: query(z.strictObject({ deploymentId }), z.array(deploymentSchedule)),
    create: mutation(
      z.strictObject({ deploymentId, schedules: z.array(scheduleCreate).max(1000) }),
      z.array(deploymentSchedule),
    ),
    update: mutation(scheduleUpdate.extend(bySchedule), nothing, { repeatable: true }),
    delete: mutation(z.strictObject(bySchedule), nothing),
  },
};
