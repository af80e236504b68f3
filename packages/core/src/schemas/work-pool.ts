import { z } from 'zod';
import { pause } from './actor.ts';
import { blockDocumentId, workPoolId, workQueueId } from './id.ts';
import { jsonObject } from './json.ts';
import { text, visibleName } from './text.ts';
import { instant } from './time.ts';

export const workPoolStatus = z.enum(['READY', 'NOT_READY', 'PAUSED']);

export const storageConfiguration = z.strictObject({
  bundleUploadStep: jsonObject.nullable().default(null),
  bundleExecutionStep: jsonObject.nullable().default(null),
  defaultResultStorageBlockId: blockDocumentId.nullable().default(null),
});

export const workPool = z.object({
  id: workPoolId,
  created: instant,
  updated: instant,
  name: text,
  description: text.nullable(),
  type: text,
  baseJobTemplate: jsonObject,
  isPaused: z.boolean(),
  pause: pause.nullable(),
  concurrencyLimit: z.int().nullable(),
  storageConfiguration,
  status: workPoolStatus.nullable(),
  defaultQueueId: workQueueId.nullable(),
  activeSlots: z.int().nullable(),
});
export type WorkPool = z.output<typeof workPool>;

export const workPoolCreate = z.strictObject({
  name: visibleName,
  description: text.nullable().default(null),
  type: text.default('prefect-agent'),
  baseJobTemplate: jsonObject.default({}),
  isPaused: z.boolean().default(false),
  concurrencyLimit: z.int().min(0).nullable().default(null),
  storageConfiguration: storageConfiguration.default({
    bundleUploadStep: null,
    bundleExecutionStep: null,
    defaultResultStorageBlockId: null,
  }),
});
export type WorkPoolCreate = z.output<typeof workPoolCreate>;
