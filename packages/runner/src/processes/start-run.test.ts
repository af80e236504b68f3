import { fileURLToPath } from 'node:url';
import type { JsonObject } from '@carillon/core';
import { isAlive, until } from '@carillon/testing/until';
import { afterAll, describe, expect, it } from 'vitest';
import { nobody } from '../../fixtures/nobody.ts';
import type { LogLine, RunOrder } from '../child/messages.ts';
import { childPool } from './child-pool.ts';
import { type StartedRun, startRun } from './start-run.ts';

const pool = childPool({ warm: 2, files: [] });
afterAll(() => pool.close());

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/${name}.ts`, import.meta.url));

/** Long enough for a flow that listens, however busy the machine; only what is deaf uses it up. */
const patientMs = 10_000;

type Given = { file?: string; graceMs?: number };
const start = (
  flowName: string,
  parameters: JsonObject = {},
  { file = 'flows', graceMs = 200 }: Given = {},
) => {
  const lines: LogLine[] = [];
  const path = fixture(file);
  const child = pool.take(path);
  const order: RunOrder = {
    file: path,
    flowName,
    parameters,
    run: { id: '0192', name: 'calm-otter', scheduledTime: null, attempt: 1, leaseToken: null },
    server: { url: 'http://127.0.0.1:9', apiKey: null },
  };
  const started: StartedRun = startRun(child, order, {
    limits: { graceMs, loadMs: 20_000 },
    on: { ...nobody, line: (line) => void lines.push(line) },
  });
  return {
    ...started,
    lines,
    child,
    said: (text: string) => lines.some(({ message }) => message.includes(text)),
  };
};

const run = async (...[flowName, parameters, given]: Parameters<typeof start>) => {
  const started = start(flowName, parameters, given);
  if (await started.loaded) started.begin();
  return { ...started, outcome: await started.outcome };
};

describe('a flow that returns', () => {
  it('completes with its result', async () => {
    const { outcome } = await run('add', { a: 1 });
    expect(outcome).toEqual({ kind: 'completed', result: { json: '{"sum":3}', problem: null } });
  });

  it.each([
    ['nothing', 'null', null],
    ['bigint', null, 'it has no JSON form (Do not know how to serialize a BigInt)'],
    ['large', null, 'it has 600,002 bytes as JSON, more than 524,288'],
    ['nul', null, 'it holds a NUL character or half of a surrogate pair'],
    ['cycle', null, 'it has no JSON form'],
  ])('completes whatever it returns: %s', async (what, json, problem) => {
    const { outcome } = await run('returns', { what });
    expect(outcome).toEqual({
      kind: 'completed',
      result: { json, problem: problem && expect.stringContaining(`the result was not kept: ${problem}`) },
    });
  });

  it('takes the processes that it started with it', async () => {
    const { outcome, lines } = await run('breeds', { returns: true });
    expect(outcome.kind).toBe('completed');
    const [parent = 0, child = 0] = lines[0]?.message.match(/\d+/g)?.map(Number) ?? [];
    expect(parent).toBeGreaterThan(0);
    await until('the grandchildren end', () => !isAlive(parent) && !isAlive(child), 1000);
  });
});

describe('the log of a run', () => {
  it('holds the console and the context log in order, by their levels, the fields as JSON', async () => {
    const { lines } = await run('chatty');
    expect(lines.map(({ level, message }) => [level, message])).toEqual([
      [20, 'begins {"attempt":1}'],
      [20, 'one\ntwo'],
      [40, 'bad'],
      [10, 'fine detail'],
      [40, expect.stringMatching(/^wrong \{"error":\{"name":"RangeError","message":"too far","stack":"/)],
      [20, 'no line end'],
    ]);
  });
});

describe('a flow that does not begin', () => {
  it('fails with the name of the parameter that its schema refuses', async () => {
    const { outcome, loaded } = await run('add', { a: 'one' });
    expect(await loaded).toBe(false);
    expect(outcome).toEqual({
      kind: 'failed',
      message: 'add refuses its parameters: a: Invalid input: expected number, received string',
    });
  });

  it('fails with file and line when its module does not load', async () => {
    const { outcome } = await run('never', {}, { file: 'does-not-load' });
    expect(outcome).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(
        /fixtures\/does-not-load\.ts:5: ReferenceError: this module does not load/,
      ),
    });
  });

  it('fails with words when its module has no such flow', async () => {
    const { outcome } = await run('absent');
    expect(outcome).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('exports no flow named absent'),
    });
  });

  it('is found in a program that only serves it', async () => {
    const { outcome } = await run('hello', {}, { file: 'program' });
    expect(outcome).toEqual({ kind: 'completed', result: { json: '"hello"', problem: null } });
  });
});

describe('a flow that goes wrong is reported as what it is', () => {
  it('fails with its error; its log has the stack, less the frames that are not its own', async () => {
    const { outcome, lines } = await run('throws');
    expect(outcome).toEqual({ kind: 'failed', message: 'RangeError: out of range' });
    const text = lines.map(({ message }) => message).join('\n');
    expect(text).toContain('fixtures/flows.ts:');
    expect(text).not.toMatch(/packages\/(sdk|runner\/src)|node:internal/);
  });

  it.each([
    ['exits', { code: 3 }, "the flow's process ended with exit code 3"],
    ['exits', { code: 0 }, "the flow's process ended with exit code 0 before the flow returned"],
    ['crashes', {}, "the flow's process was killed by SIGSEGV"],
    ['uncaught', {}, "the flow's process ended with exit code 1 (uncaught TypeError: nobody caught me)"],
  ])('crashed: %s %j', async (flowName, parameters, message) => {
    const { outcome } = await run(flowName, parameters);
    expect(outcome).toEqual({ kind: 'crashed', message });
  });

  it('crashed when another kills it', async () => {
    const started = start('spins');
    if (await started.loaded) started.begin();
    await until('it spins', () => started.said('spins'));
    started.child.signal('SIGKILL');
    expect(await started.outcome).toEqual({
      kind: 'crashed',
      message: "the flow's process was killed by SIGKILL",
    });
  });
});

describe('a flow that takes too long', () => {
  it('is told by its signal, and has timed out even if it then returns', async () => {
    const { outcome, said } = await run('obedient', {}, { graceMs: patientMs });
    expect(outcome).toEqual({ kind: 'timed-out', message: 'timed out after 0.1 s' });
    expect(said('told: TimeoutError: the run has timed out')).toBe(true);
  });

  it('is killed after the grace when it listens to nothing', async () => {
    const { outcome } = await run('spins-too-long');
    expect(outcome).toEqual({ kind: 'timed-out', message: 'timed out after 0.1 s' });
  });
});

describe('a run that is told to end', () => {
  const begun = async (flowName: string, sign: string, given: Given = {}) => {
    const started = start(flowName, {}, given);
    if (await started.loaded) started.begin();
    await until(`it says ${sign}`, () => started.said(sign));
    return started;
  };

  it('is cancelled once its flow has heard of it', async () => {
    const started = await begun('waits', 'waits', { graceMs: patientMs });
    started.stop('cancelled');
    expect(await started.outcome).toEqual({ kind: 'cancelled' });
    expect(started.said('told: AbortError: the run was cancelled')).toBe(true);
  });

  it('is cancelled when its flow hears nothing', async () => {
    const started = await begun('spins', 'spins');
    started.stop('cancelled');
    expect(await started.outcome).toEqual({ kind: 'cancelled' });
  });

  it('is cancelled without grace before it has begun', async () => {
    const started = start('add', { a: 1 }, { graceMs: 60_000 });
    await started.loaded;
    started.stop('cancelled');
    expect(await started.outcome).toEqual({ kind: 'cancelled' });
  });

  it('crashed, when its runner stops and it does not return in time', async () => {
    const started = await begun('spins', 'spins');
    started.stop('draining');
    expect(await started.outcome).toEqual({ kind: 'crashed', message: 'the runner was stopped' });
  });

  it('completes, when its runner stops and it returns in time', async () => {
    const started = await begun('waits', 'waits', { graceMs: patientMs });
    started.stop('draining');
    expect(await started.outcome).toMatchObject({ kind: 'completed' });
  });
});
