import { z } from 'zod';
import { jsonObject } from './json.ts';
import { preciseInstant } from './precise-instant.ts';
import { text } from './text.ts';

const eventId = z.guid('must be a UUID').overwrite((value) => value.toLowerCase());

export const resourceIdLabel = 'prefect.resource.id';
export const resourceRoleLabel = 'prefect.resource.role';

const labelsMax = 500;
const relatedMax = 100;

const labelled = (...needed: string[]) =>
  z
    .record(text, text)
    .refine((labels) => Object.keys(labels).length <= labelsMax, `must have at most ${labelsMax} labels`)
    .superRefine((labels, context) => {
      for (const label of needed)
        if (!labels[label]) context.addIssue({ code: 'custom', message: `needs the label ${label}` });
    });

/** A thing that an event is about, by its labels; among them `prefect.resource.id`. */
export type Resource = Record<string, string>;

/** As clients tell it. */
export const resourceEventCreate = z.object({
  id: eventId,
  occurred: preciseInstant,
  event: text.min(1, 'must not be empty').max(1024),
  resource: labelled(resourceIdLabel),
  related: z.array(labelled(resourceIdLabel, resourceRoleLabel)).max(relatedMax).default([]),
  payload: jsonObject.default({}),
  follows: eventId.nullable().default(null),
});
export type ResourceEventCreate = z.output<typeof resourceEventCreate>;

/** Something that happened to a resource, others being involved: how Prefect's clients know what the server or another client tells. */
export const resourceEvent = resourceEventCreate.extend({ received: preciseInstant });
export type ResourceEvent = z.output<typeof resourceEvent>;

const list = <T extends z.ZodType>(item: T) => z.array(item).max(1000).nullable().default(null);
/** Labels and the values that they may have: `*` and `?` stand for anything, and `!` before a value means any other. */
const labels = z
  .record(text, z.union([text, z.array(text).max(1000)]))
  .nullable()
  .default(null);

const relatedFilter = z.strictObject({
  id: list(text),
  role: list(text),
  resourcesInRoles: list(z.tuple([text, text])),
  labels,
});
const anyResourceFilter = z.strictObject({ id: list(text), idPrefix: list(text), labels });
const oneOrMore = <T extends z.ZodType>(filter: T) =>
  z
    .union([filter, z.array(filter).max(100)])
    .nullable()
    .default(null);

/** Every member that is given must be met; an empty list, like null, says nothing. */
export const resourceEventFilter = z.strictObject({
  occurred: z
    .strictObject({ since: preciseInstant.optional(), until: preciseInstant.optional() })
    .default({}),
  event: z
    .strictObject({
      prefix: list(text),
      excludePrefix: list(text),
      name: list(text),
      excludeName: list(text),
    })
    .nullable()
    .default(null),
  resource: z
    .strictObject({
      id: list(text),
      idPrefix: list(text),
      labels,
      /** Of each resource the first event alone, in the order that is asked for. */
      distinct: z.boolean().default(false),
    })
    .nullable()
    .default(null),
  /** One related resource meets all of it. */
  related: oneOrMore(relatedFilter),
  /** The resource itself, or a related one, meets all of it. */
  anyResource: oneOrMore(anyResourceFilter),
  id: z
    .strictObject({ id: list(eventId) })
    .nullable()
    .default(null),
  text: z
    .strictObject({ query: text.max(200) })
    .nullable()
    .default(null),
  order: z.enum(['ASC', 'DESC']).default('DESC'),
});
export type ResourceEventFilter = z.output<typeof resourceEventFilter>;
export type RelatedFilter = z.output<typeof relatedFilter>;
export type AnyResourceFilter = z.output<typeof anyResourceFilter>;

export const resourceEventPage = z.object({
  events: z.array(resourceEvent),
  total: z.int(),
  nextPage: z.string().nullable(),
});

/** What events are counted by; `day` is `time` in days. */
export const eventCountable = z.enum(['day', 'time', 'event', 'resource']);
export type EventCountable = z.output<typeof eventCountable>;

export const eventCountUnit = z.enum(['week', 'day', 'hour', 'minute', 'second']);
export type EventCountUnit = z.output<typeof eventCountUnit>;

export const eventCount = z.object({
  value: z.string(),
  label: z.string(),
  count: z.int(),
  startTime: preciseInstant,
  endTime: preciseInstant,
});
