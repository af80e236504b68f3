import { z } from 'zod';
import { flowId } from './id.ts';
import { labels } from './json.ts';
import { name, tags } from './text.ts';
import { instant } from './time.ts';

export const flow = z.object({ id: flowId, created: instant, updated: instant, name, tags, labels });
export type Flow = z.output<typeof flow>;

export const flowCreate = z.strictObject({
  name,
  tags: tags.default([]),
  labels: labels.nullable().default({}),
});
export type FlowCreate = z.output<typeof flowCreate>;

export const flowUpdate = z.strictObject({ tags: tags.optional() });
