import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** `npm run vectors` in a process of its own, since a process reads its zone once. */
const play = (files: readonly string[], timezone = 'UTC') =>
  spawnSync(process.execPath, ['scripts/vectors.ts', ...files], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, TZ: timezone },
  });

const fileOf = (lines: readonly string[]): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'vectors-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'some.jsonl');
  writeFileSync(file, lines.join('\n'));
  return file;
};

const daily = (dates: readonly string[], rest: object = {}): string =>
  JSON.stringify({
    schedule: { cron: '0 9 * * *' },
    start: '2026-01-01T00:00:00Z',
    end: null,
    n: 1,
    dates,
    ...rest,
  });

test.for(['UTC', 'America/New_York', 'Asia/Kathmandu'])(
  'every vector of the kit gives exactly its instants in a process under TZ=%s',
  { timeout: 60_000 },
  (timezone) => {
    const files = ['vectors', 'transitions'].map((name) => `e2e/conformance/schedules/${name}.jsonl`);
    const { stdout, status } = play(files, timezone);
    expect(stdout).toBe('4461 match, 0 differ\n');
    expect(status).toBe(0);
  },
);

test('a difference is shown with its file and line, and the exit status is 1', () => {
  const file = fileOf([daily(['2026-01-01T09:00:00Z']), '', daily(['2026-01-01T10:00:00Z'])]);
  const { stdout, status } = play([file]);
  expect(stdout.split('\n')).toEqual([
    `${file}:3: {"cron":"0 9 * * *"} from 2026-01-01T00:00:00.000Z`,
    '  start 1 of 1: expected 2026-01-01T10:00:00.000Z, got 2026-01-01T09:00:00.000Z',
    '1 match, 1 differ',
    '',
  ]);
  expect(status).toBe(1);
});

test('a line that cannot be read is named, and the others are played', () => {
  const file = fileOf([
    '{',
    daily(['2026-01-01T09:00:00Z']),
    daily([], { start: 'soon' }),
    daily([], { schedule: {} }),
  ]);
  const { stdout, status } = play([file]);
  expect(stdout).toContain(`${file}:1: cannot be read: `);
  expect(stdout).toContain(`${file}:3: cannot be read: start "soon" is no instant\n`);
  expect(stdout).toContain(`${file}:4: cannot be read: schedule {} has neither cron, interval nor rrule\n`);
  expect(stdout).toMatch(/\n1 match, 3 differ\n$/);
  expect(status).toBe(1);
});

test('a file that cannot be read, and a call without a file, say so with exit status 2', () => {
  expect(play(['/no/such/file.jsonl'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^cannot read \/no\/such\/file\.jsonl: ENOENT/),
  });
  expect(play([])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^A file of vectors is needed/),
  });
});
