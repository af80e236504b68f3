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
  /**
   * The runs of these deployments, queues or pools that wait to be claimed are others, or due at other times, than before, or more
   * of them may be claimed; null stands for none.
   */
  runsScheduled(ids: readonly (string | null)[]): void;
  runChanged(runId: string): void;
  /** Something became of these deployments, pools or queues. */
  eventsRecorded(subjectIds: readonly string[]): void;
  /** Runs that this runner holds are to end. */
  runsCancelling(runnerId: string): void;
  /** These runs have new lines of log; of interest to whoever follows their logs alone. */
  linesLogged(runIds: readonly string[]): void;
  /** Deployments, queues and pools. */
  watch(ids: readonly string[]): Watch;
  watchRun(runId: string): Watch;
  watchRunner(runnerId: string): Watch;
  /** Does not look by itself for what nobody told. */
  watchLog(runId: string): Watch;
  /** The same of these runs, or, for null, of whatever. */
  watchLogs(runIds: readonly string[] | null): Watch;
  /** For whoever follows all events; does not look by itself for what nobody told. */
  watchAll(): Watch;
  close(): Promise<void>;
}

export type WakeOptions = {
  databaseUrl: string;
  orm: Orm;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
};

/** Between servers it stands before the id of a run that has new lines. */
const logMark = 'L';

/**
 * A notification may be lost with its sender or with the connection; so once a second, while anybody waits, one statement
 * looks whether what they wait for has changed. Connects when somebody first waits or has something to tell.
 */
export const createWake = ({ databaseUrl, orm, clock, log, signal }: WakeOptions): Wake => {
  const watches = createWatches(clock);
  const logWatches = createWatches(clock);
  const seen = new Map<string, string | null>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;

  const channel = createWakeChannel({
    databaseUrl,
    log,
    received: (ids) => (ids === null ? fireAll() : heard(ids)),
  });

  const fireAll = (): void => {
    watches.fireAll();
    logWatches.fireAll();
  };

  const heard = (ids: readonly string[]): void => {
    const isLog = (id: string): boolean => id.startsWith(logMark);
    watches.fire(ids.filter((id) => !isLog(id)));
    logWatches.fire(ids.filter(isLog).map((id) => id.slice(logMark.length)));
  };

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
    if (ids.length === 0) return;
    watches.fire(ids);
    channel.send(ids);
  };

  return {
    runsScheduled: (ids) => tell(ids.filter((id) => id !== null)),
    runChanged: (runId) => tell([runId]),
    eventsRecorded: tell,
    runsCancelling: (runnerId) => tell([runnerId]),
    linesLogged(runIds) {
      logWatches.fire(runIds);
      channel.send(runIds.map((id) => `${logMark}${id}`));
    },
    watch,
    watchRun: (runId) => watch([runId]),
    watchRunner: (runnerId) => watch([runnerId]),
    watchLog(runId) {
      channel.open();
      return logWatches.watch([runId]);
    },
    watchLogs(runIds) {
      channel.open();
      return runIds === null ? logWatches.watchAll() : logWatches.watch(runIds);
    },
    watchAll() {
      channel.open();
      return watches.watchAll();
    },
    async close() {
      clearTimeout(timer);
      fireAll();
      await Promise.all([channel.close(), looking]);
    },
  };
};
