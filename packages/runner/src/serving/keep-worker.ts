import type { Clock, Logger } from '@carillon/process';
import type { Client } from '@carillon/sdk';
import { reasonOf } from './reason.ts';

const everySeconds = 10;
/** While the server cannot be reached. */
const retryMs = 2000;

/** Says to a pool, again and again, that this runner is one of its workers. Ends with the signal. */
export const keepWorker = async (
  { client, clock, log, signal }: { client: Client; clock: Clock; log: Logger; signal: AbortSignal },
  { pool, name }: { pool: string; name: string },
): Promise<void> => {
  const worker = { workPoolName: pool, name, heartbeatIntervalSeconds: everySeconds };
  let failing = false;
  while (!signal.aborted) {
    try {
      await client.workPools.workers.heartbeat(worker, { signal, retries: 0, timeout: '10s' });
      failing = false;
    } catch (error) {
      if (signal.aborted) return;
      if (!failing)
        log.warn({ pool, error: reasonOf(error) }, 'the pool does not hear this worker; trying on');
      failing = true;
    }
    await clock.after(failing ? retryMs : everySeconds * 1000, signal).catch(() => {});
  }
};
