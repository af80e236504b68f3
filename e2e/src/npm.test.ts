import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { until } from '@carillon/testing/until';
import { expect, onTestFinished, test } from 'vitest';
import { repository } from '../fixtures/carillon.ts';
import { newFolder } from '../fixtures/folder.ts';

const isAnswered = (url: string): Promise<boolean> =>
  fetch(`${url}/health`).then(
    () => true,
    () => false,
  );

// npm hands a signal to the shell that it runs scripts in, and such a shell dies without handing it on.
test.each(['SIGTERM', 'SIGINT'] as const)('%s ends a server that npm started', async (signal) => {
  const folder = await newFolder();
  const npm = spawn('npm', ['run', 'server', '--', '--port', '0', '--data', folder], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const { pid = 0 } = npm;
  onTestFinished(() => {
    if (pid > 0 && npm.exitCode === null && npm.signalCode === null) process.kill(-pid, 'SIGKILL');
  });
  let url = '';
  createInterface({ input: npm.stdout }).on('line', (line) => {
    url = /"url":"(.*?)".*server started/.exec(line)?.[1] ?? url;
  });
  await until('the server answers', async () => url !== '' && isAnswered(url), 30_000);
  // As a supervisor does to the process that it started; as a terminal does to all of them.
  process.kill(signal === 'SIGTERM' ? pid : -pid, signal);
  await until('nothing answers any more', async () => !(await isAnswered(url)));
  await until('npm is gone', () => npm.exitCode !== null || npm.signalCode !== null);
  expect(await isAnswered(url)).toBe(false);
});
