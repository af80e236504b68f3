import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { failOnLeftProcesses, leftProcesses } from './leaks.ts';

failOnLeftProcesses();

test.runIf(process.platform === 'linux')(
  'a process that is still there is told by its command, one that ended is not',
  async () => {
    const child = spawn('sleep', ['61'], { stdio: 'ignore' });
    onTestFinished(() => void child.kill());
    expect(await leftProcesses()).toEqual([`${child.pid} sleep 61`]);
    child.kill();
    await once(child, 'close');
    expect(await leftProcesses()).toEqual([]);
  },
);
