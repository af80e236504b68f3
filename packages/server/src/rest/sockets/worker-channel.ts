import { isDomainError } from '@carillon/core';
import { ZodError } from 'zod';
import type { Services } from '../../context.ts';
import { followPool } from '../../features/work-pools/follow-pool.ts';
import { heartbeat } from '../../features/work-pools/heartbeat.ts';
import { welcomeWorker } from '../../features/work-pools/welcome-worker.ts';
import { inTransaction } from '../../transaction.ts';
import { InvalidRequest } from '../body.ts';
import type { SocketHandler } from './handler.ts';
import type { Session } from './session.ts';
import {
  capabilities,
  channelVersion,
  type Hello,
  heartbeatFrame,
  hello as helloFrame,
  type Ready,
  readFrame,
  writeReady,
  writeSnapshot,
} from './worker-frames.ts';

/** Why a channel ends; after the first four a worker gives it up, after the others it comes back. */
const codes = {
  authorization_failed: 1008,
  unsupported_version: 1008,
  protocol_error: 1002,
  heartbeat_persistence_failed: 1011,
  transient_server_error: 1011,
} as const;
type Reason = keyof typeof codes;

const nobody = { actor: null };

class ChannelEnd extends Error {
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}

const reasonOf = (error: unknown): Reason => {
  if (error instanceof ChannelEnd) return error.reason;
  if (error instanceof InvalidRequest || error instanceof ZodError) return 'protocol_error';
  if (!isDomainError(error) || error.kind === 'internal') return 'transient_server_error';
  return error.kind === 'invalid' ? 'protocol_error' : 'authorization_failed';
};

/**
 * Where a worker says that it is there, and hears what its pool has become, instead of asking for either. Its runs it fetches as
 * ever.
 */
export const workerChannel: SocketHandler = async (session, { services, params }) => {
  const end = (error: unknown): void => {
    const reason = reasonOf(error);
    if (reason === 'transient_server_error') services.log.error({ error }, "a worker's channel failed");
    session.close(codes[reason], reason);
  };
  try {
    const { hello, pool } = await welcome(session, services, params.pool ?? '');
    void hear(session, services, { poolName: pool.name, hello }).catch(end);
    let snapshotSequence = 1;
    for await (const changed of followPool(services, { pool, over: session.over })) {
      if (changed === null) throw new ChannelEnd('authorization_failed');
      snapshotSequence += 1;
      const payload = { snapshotSequence, reason: 'work_pool_updated', workPool: changed };
      await session.send([writeSnapshot(payload, services.clock.now())]);
    }
  } catch (error) {
    end(error);
  }
};

const welcome = async (session: Session, services: Services, poolName: string) => {
  const now = services.clock.now();
  const { payload: hello } = readFrame(helloFrame, (await session.nextText()) ?? '', now);
  if (!hello.supportedChannelVersions.includes(channelVersion)) throw new ChannelEnd('unsupported_version');
  const arrived = await inTransaction(services, nobody, (context) =>
    welcomeWorker(context, {
      poolName,
      queueNames: hello.workQueueNames,
      worker: {
        name: hello.workerName,
        type: hello.workerType,
        heartbeatIntervalSeconds: hello.heartbeatIntervalSeconds,
        metadata: hello.workerMetadata,
      },
      baseJobTemplate: hello.defaultBaseJobTemplate,
      createsPool: hello.createPoolIfNotFound,
    }),
  );
  await session.send([writeReady(readyOf(hello, arrived), now)]);
  return { hello, pool: arrived.pool };
};

type Arrived = Awaited<ReturnType<typeof welcomeWorker>>;

const readyOf = (hello: Hello, { pool, queues }: Arrived): Ready => {
  const accepted: readonly string[] = capabilities;
  return {
    consumerId: hello.consumerId,
    // A worker that knew one would send it with its logs, whose lines have none.
    workerId: null,
    selectedChannelVersion: channelVersion,
    effectiveHeartbeatIntervalSeconds: hello.heartbeatIntervalSeconds,
    acceptedCapabilities: [...accepted],
    rejectedCapabilities: [...new Set(hello.requestedCapabilities)].filter((one) => !accepted.includes(one)),
    effectiveMaxCleanupConcurrency: 0,
    resolvedWorkQueues: queues,
    initialSnapshot: { snapshotSequence: 1, reason: 'initial', workPool: pool },
  };
};

/** Its heartbeats, until the end. */
const hear = async (
  session: Session,
  services: Services,
  { poolName: workPoolName, hello }: { poolName: string; hello: Hello },
): Promise<void> => {
  for (let text = await session.nextText(); text !== null; text = await session.nextText()) {
    const { payload } = readFrame(heartbeatFrame, text, services.clock.now());
    const { consumerId, workerName: name, heartbeatIntervalSeconds } = payload;
    if (consumerId !== hello.consumerId || name !== hello.workerName) throw new ChannelEnd('protocol_error');
    const beat = { workPoolName, name, heartbeatIntervalSeconds, metadata: null };
    await inTransaction(services, nobody, (context) => heartbeat(context, beat)).catch((error: unknown) => {
      if (isDomainError(error)) throw error;
      services.log.warn({ error, worker: name }, "a worker's heartbeat was not kept");
      throw new ChannelEnd('heartbeat_persistence_failed');
    });
  }
};
