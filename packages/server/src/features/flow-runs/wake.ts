import type { Clock, Logger } from '@carillon/process';
import { dbOf } from '../../database/db.ts';
import type { Orm } from '../../database/orm.ts';
import { readWatermarks } from './statements/read-watermarks.ts';
import { createWakeChannel } from './wake-channel.ts';
import { createWatches, type Watch } from './watches.ts';

/** Longest time that a change goes unnoticed when nobody tells of it. */
const lookMs = 1000;

/** Who waits for runs is told when they change: by this server at its commits, by the others within milliseconds. */
export interface Wake {
  /** The runs of these deployments that wait to be claimed are others, or due at other times, than before. */
  runsScheduled(deploymentIds: readonly string[]): void;
  runChanged(runId: string): void;
  watchDeployments(deploymentIds: readonly string[]): Watch;
  watchRun(runId: string): Watch;
  close(): Promise<void>;
}

export type WakeOptions = {
  databaseUrl: string;
  orm: Orm;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
};

/**
 * A notification may be lost with its sender or with the connection; so once a second, while anybody waits, one statement
 * looks whether what they wait for has changed. Connects when somebody first waits or has something to tell.
 */
export const createWake = ({ databaseUrl, orm, clock, log, signal }: WakeOptions): Wake => {
  const watches = createWatches(clock);
  const seen = new Map<string, string | null>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;

  const channel = createWakeChannel({
    databaseUrl,
    log,
    received: (ids) => (ids === null ? watches.fireAll() : watches.fire(ids)),
  });

  const look = async (): Promise<void> => {
    const ids = watches.watched();
    const marks = new Map((await readWatermarks(dbOf(orm.em.fork()), ids)).map(({ id, mark }) => [id, mark]));
    // What is looked at for the first time may have changed since its watcher read it, so that one reads again.
    watches.fire(ids.filter((id) => seen.get(id) !== marks.get(id)));
    seen.clear();
    for (const [id, mark] of marks) seen.set(id, mark);
  };

  const lookLater = (): void => {
    if (timer !== undefined || signal.aborted) return;
    timer = setTimeout(() => {
      looking = look()
        .catch((error: unknown) => log.debug({ error }, 'could not look for changed runs'))
        .finally(() => {
          timer = undefined;
          if (watches.watched().length > 0) lookLater();
        });
    }, lookMs).unref();
  };

  const watch = (ids: readonly string[]): Watch => {
    channel.open();
    const made = watches.watch(ids);
    lookLater();
    return made;
  };

  const tell = (ids: readonly string[]): void => {
    watches.fire(ids);
    channel.send(ids);
  };

  return {
    runsScheduled: tell,
    runChanged: (runId) => tell([runId]),
    watchDeployments: watch,
    watchRun: (runId) => watch([runId]),
    async close() {
      clearTimeout(timer);
      watches.fireAll();
      await Promise.all([channel.close(), looking]);
    },
  };
};
