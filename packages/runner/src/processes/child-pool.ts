import { type Child, spawnChild } from './spawn-child.ts';
import { startWatcher } from './watcher.ts';

/** After a child that dies before its run another is started only this much later. */
const replaceMs = 1000;

/** A replacement starts when the run that took its child has begun, not beside it. */
const refillMs = 100;

export type ChildPool = {
  /** A child for one run of this file's flows: one that has imported it if there is, else one that has imported nothing. */
  take(file: string): Child;
  /** Ends the idle children, and waits for all. */
  close(): Promise<void>;
};

export type ChildPoolOptions = {
  /** How many wait with a file imported. */
  warm: number;
  /** What is likely to be asked for; the files that were taken last follow. */
  files: readonly string[];
};

/**
 * Keeps processes started and waiting, so that a run begins without waiting for one: some that have imported a file, and one that
 * has imported nothing, for any other.
 */
export const childPool = ({ warm, files }: ChildPoolOptions): ChildPool => {
  const watcher = startWatcher();
  /** Oldest first; null for the one that has imported nothing. */
  const idle = new Map<Child, string | null>();
  const alive = new Set<Child>();
  /** Files that end the process that imports them: their runs tell how. */
  const deadly = new Set<string>();
  let closed = false;

  const spawn = (): Child => {
    const child = spawnChild(watcher);
    alive.add(child);
    void child.ended.then(() => alive.delete(child));
    return child;
  };
  const addIdle = (file: string | null): void => {
    const child = spawn();
    idle.set(child, file);
    if (file !== null) child.send({ type: 'import', file });
    void child.ended.then(() => {
      if (!idle.delete(child)) return;
      if (file !== null) deadly.add(file);
      setTimeout(fillBlank, replaceMs).unref();
    });
  };
  const idleWith = (file: string | null): Child[] =>
    [...idle].flatMap(([child, imported]) => (imported === file ? [child] : []));
  const fillBlank = (): void => {
    if (!closed && idleWith(null).length === 0) addIdle(null);
  };
  const refill = (file: string): void => {
    fillBlank();
    if (closed || warm === 0 || deadly.has(file)) return;
    const imported = [...idle].flatMap(([child, other]) => (other === null ? [] : [child]));
    for (const child of imported.slice(0, Math.max(0, imported.length + 1 - warm))) {
      idle.delete(child);
      child.signal('SIGKILL');
    }
    addIdle(file);
  };

  fillBlank();
  for (let made = 0; made < warm; made += 1) {
    const file = files[made % files.length];
    if (file !== undefined) addIdle(file);
  }
  return {
    take(file) {
      const [child = spawn()] = [...idleWith(file), ...idleWith(null)];
      idle.delete(child);
      setTimeout(() => refill(file), refillMs).unref();
      return child;
    },
    async close() {
      closed = true;
      for (const child of idle.keys()) child.signal('SIGKILL');
      await Promise.all([...alive].map((child) => child.ended));
      watcher.close();
    },
  };
};
