import { type Child, spawnChild } from './spawn-child.ts';
import { startWatcher } from './watcher.ts';

/** After a child that dies before its run another is started only this much later. */
const replaceMs = 1000;

/** A replacement starts when the run that took its child has begun, not beside it. */
const refillMs = 100;

export type ChildPool = {
  /** A child for one run: a warm one if there is, else a new one. */
  take(): Child;
  /** Ends the idle children, and waits for all. */
  close(): Promise<void>;
};

/** Keeps `warm` processes started and waiting, so that a run begins without waiting for one. */
export const childPool = ({ warm }: { warm: number }): ChildPool => {
  const watcher = startWatcher();
  const idle = new Set<Child>();
  const alive = new Set<Child>();
  let closed = false;

  const spawn = (): Child => {
    const child = spawnChild(watcher);
    alive.add(child);
    void child.ended.then(() => {
      alive.delete(child);
      if (idle.delete(child)) setTimeout(fill, replaceMs).unref();
    });
    return child;
  };
  const fill = (): void => {
    while (!closed && idle.size < warm) idle.add(spawn());
  };

  fill();
  return {
    take() {
      const [child = spawn()] = idle;
      idle.delete(child);
      setTimeout(fill, refillMs).unref();
      return child;
    },
    async close() {
      closed = true;
      for (const child of idle) child.signal('SIGKILL');
      await Promise.all([...alive].map((child) => child.ended));
      watcher.close();
    },
  };
};
