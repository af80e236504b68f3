import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Environment } from '@carillon/process';

// The entry lies beside this file, as source or as built.
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const entry = fileURLToPath(new URL(`./dev-runner.${extension}`, import.meta.url));

export type DevRunner = {
  /** True once it has been told to end. */
  readonly isEnding: boolean;
  /** Told once, it takes nothing new and lets what runs finish; told again, it ends that too. */
  end(): void;
  /** Its exit status; 1 when a signal ended it. */
  ended: Promise<number>;
};

export type DevRunnerOptions = { files: readonly string[]; env: Environment; onLoad: (file: string) => void };

export const startDevRunner = ({ files, env, onLoad }: DevRunnerOptions): DevRunner => {
  const child = fork(entry, files, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.on('message', (file) => onLoad(String(file)));
  let isEnding = false;
  return {
    get isEnding() {
      return isEnding;
    },
    end() {
      isEnding = true;
      child.kill('SIGTERM');
    },
    ended: once(child, 'exit').then(([code]) => code ?? 1),
  };
};
