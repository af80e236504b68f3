import { randomUUID } from 'node:crypto';
import { instant, jsonObject, text, workPool } from '@carillon/core';
import { z } from 'zod';
import { readWire } from '../body.ts';
import { codecOf } from '../codec.ts';
import { parseFrame } from './message.ts';

/** The one version of this channel that is spoken. */
export const channelVersion = 'work_pool_worker_channel.v1';
/** What a worker must be able to do with it, and what the server does. Cleaning up behind workers is not among it. */
export const capabilities = ['worker_heartbeat.v1', 'work_pool_snapshot.v1'] as const;

const frameOf = <Type extends string, Payload extends z.ZodType>(type: Type, payload: Payload) =>
  z.strictObject({ type: z.literal(type), id: z.guid(), sentAt: instant, payload });

const word = text.min(1);
const seconds = z.int().min(1).max(86_400);

export const hello = frameOf(
  'worker.hello.v1',
  z.strictObject({
    consumerId: z.guid(),
    workerName: word,
    workerType: word,
    heartbeatIntervalSeconds: seconds,
    supportedChannelVersions: z.array(word).min(1),
    requestedCapabilities: z
      .array(word)
      .refine(
        (asked) => capabilities.every((needed) => asked.includes(needed)),
        `must include ${capabilities.join(' and ')}`,
      ),
    workQueueNames: z.array(word).max(1000).default([]),
    handledCleanupKinds: z.array(word).default([]),
    maxCleanupConcurrency: z.int().min(0).default(0),
    createPoolIfNotFound: z.boolean().default(false),
    defaultBaseJobTemplate: jsonObject.default({}),
    workerMetadata: jsonObject.nullable().default(null),
  }),
);
export type Hello = z.output<typeof hello>['payload'];

export const heartbeatFrame = frameOf(
  'worker.heartbeat.v1',
  z.strictObject({ consumerId: z.guid(), workerName: word, heartbeatIntervalSeconds: seconds }),
);

const snapshot = z.object({ snapshotSequence: z.int(), reason: z.string(), workPool });

const ready = frameOf(
  'worker.ready.v1',
  z.object({
    consumerId: z.guid(),
    workerId: z.guid().nullable(),
    selectedChannelVersion: z.string(),
    effectiveHeartbeatIntervalSeconds: z.int(),
    acceptedCapabilities: z.array(z.string()),
    rejectedCapabilities: z.array(z.string()),
    effectiveMaxCleanupConcurrency: z.int(),
    resolvedWorkQueues: z.array(z.object({ id: z.guid(), name: z.string() })),
    initialSnapshot: snapshot,
  }),
);
const snapshotFrame = frameOf('work_pool.snapshot.v1', snapshot);

/** Throws InvalidRequest for anything else than such a frame. */
export const readFrame = <S extends z.ZodType>(schema: S, sent: string, now: Date): z.output<S> =>
  readWire(schema, parseFrame(sent), { now });

const written = (schema: z.ZodType, frame: { type: string; payload: unknown }, now: Date): string =>
  JSON.stringify(codecOf(schema).write({ ...frame, id: randomUUID(), sentAt: now }));

export type Ready = z.input<typeof ready>['payload'];
export type Snapshot = z.input<typeof snapshot>;

export const writeReady = (payload: Ready, now: Date): string =>
  written(ready, { type: 'worker.ready.v1', payload }, now);
export const writeSnapshot = (payload: Snapshot, now: Date): string =>
  written(snapshotFrame, { type: 'work_pool.snapshot.v1', payload }, now);
