import path from 'node:path';
import { type Environment, systemClock } from '@carillon/process';
import { type DevRunner, startDevRunner } from './start-dev-runner.ts';
import { watchModules } from './watch-modules.ts';

/** Between telling the runners to end and ending what still runs. */
const graceMs = 2000;

export type KeepDevRunner = {
  /** Files and patterns; none: those of carillon.config.ts. */
  files: readonly string[];
  env: Environment;
};

const shown = (file: string): string => path.relative(process.cwd(), file);

/** Serves the files, by a new runner whenever one of them or what they import changes; the old one finishes what it began. */
export const keepDevRunner = ({ files, env }: KeepDevRunner): { stop: () => Promise<void> } => {
  const alive = new Set<DevRunner>();
  let current: DevRunner | undefined;

  const start = (): void => {
    const runner = startDevRunner({ files, env, onLoad: (file) => modules.add(file) });
    current = runner;
    alive.add(runner);
    void runner.ended.then((status) => {
      alive.delete(runner);
      if (!runner.isEnding) console.error(`The runner has ended (exit ${status}); a change starts another.`);
    });
  };
  const modules = watchModules((changed) => {
    console.log(`↻ ${changed.map(shown).join(', ')}`);
    current?.end();
    start();
  });
  modules.addFolder(process.cwd());
  for (const file of files) modules.addFolder(path.dirname(path.resolve(file)));
  start();

  return {
    stop: async () => {
      modules.close();
      const all = [...alive];
      const ended = Promise.all(all.map((runner) => runner.ended));
      for (const runner of all) runner.end();
      const enough = new AbortController();
      const grace = systemClock.after(graceMs, enough.signal).catch(() => {});
      await Promise.race([ended, grace]);
      enough.abort();
      for (const runner of alive) runner.end();
      await ended;
    },
  };
};
