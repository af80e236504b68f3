import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from './clock.ts';

type Ended = { code: number | null; signal: string | null };

const start = async (
  ...args: string[]
): Promise<{
  child: ChildProcess;
  lines: string[];
  ended: Promise<Ended>;
  said(line: string): Promise<void>;
}> => {
  const program = path.join(import.meta.dirname, '../fixtures/long-lived.ts');
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout });
  output.on('line', (line) => lines.push(line));
  const ended = once(child, 'close').then(([code, signal]): Ended => ({ code, signal }));
  const said = async (line: string): Promise<void> => {
    while (!lines.includes(line)) await once(output, 'line');
  };
  await said('ready');
  return { child, lines, ended, said };
};

describe('a signal', () => {
  test.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s aborts, ends the parts last first, and exits with 0',
    async (signal) => {
      const { child, lines, ended } = await start('5000', 'pool', 'loops', 'http');
      child.kill(signal);
      expect(await ended).toEqual({ code: 0, signal: null });
      expect(lines).toEqual(['ready', 'aborted', 'http', 'loops', 'pool']);
    },
  );

  test('a part that fails does not keep the others, and the exit says 1', async () => {
    const { child, lines, ended } = await start('5000', 'pool', 'failing');
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 1, signal: null });
    expect(lines).toEqual(['ready', 'aborted', 'failing', 'pool']);
  });

  test('a stop past its deadline is forced', async () => {
    const { child, lines, ended } = await start('100', 'pool', 'slow');
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 1, signal: null });
    expect(lines).not.toContain('pool');
  });

  test('a second one exits at once; the echo of the first through npm does not', async () => {
    const { child, ended, said } = await start('60000', 'slow');
    child.kill('SIGINT');
    await said('slow');
    child.kill('SIGINT');
    // The echo's time must pass: that is what is tested.
    await systemClock.after(600);
    expect(child.exitCode).toBeNull();
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 143, signal: null });
  });
});
