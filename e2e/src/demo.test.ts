import { failOnLeftProcesses } from '@carillon/testing/leaks';
import { expect, test } from 'vitest';
import { demo } from '../fixtures/carillon.ts';
import { newFolder } from '../fixtures/folder.ts';
import { runLine } from '../fixtures/run-line.ts';

failOnLeftProcesses();

const line = runLine('hello/demo', 'cron|interval|rrule');

test('the demo runs to completed runs of all three schedules, twice in one folder', async () => {
  const cwd = await newFolder();
  const first = demo(['--once', '--port', '0'], { cwd });
  expect(await first.exitCode, first.lines.join('\n')).toBe(0);
  expect(first.lines.slice(0, 4)).toEqual([
    expect.stringMatching(/^✓ PostgreSQL 18\.\d+ \(embedded, \.carillon\/postgres\) {6}\d+\.\d s$/),
    expect.stringMatching(
      /^✓ server {6}http:\/\/127\.0\.0\.1:\d+ {2}\(dashboard, tRPC \/trpc, REST \/api\)$/,
    ),
    '✓ deployed    hello/demo   3 schedules: cron every 5 s, interval 7 s, rrule every 10 s   (created)',
    '✓ runner      4 slots, flows: hello',
  ]);
  const runs = first.lines.slice(4).map((said) => line.exec(said)?.[1]);
  expect(runs).not.toContain(undefined);
  expect(new Set(runs)).toEqual(new Set(['cron', 'interval', 'rrule']));

  // What is there already is used again, and so quickly that nobody waits (aim: 2 s on a machine of its own).
  const again = performance.now();
  const second = demo(['--port', '0'], { cwd });
  await second.said(/^✓ server/);
  expect(performance.now() - again).toBeLessThan(6000);
  await second.said(/^✓ deployed .*\(unchanged\)$/);
  await second.said(line);
  const told = performance.now();
  second.kill('SIGINT');
  expect(await second.exitCode).toBe(0);
  expect(performance.now() - told).toBeLessThan(8000);
});
