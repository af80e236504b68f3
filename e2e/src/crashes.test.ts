import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { failOnLeftProcesses } from '@carillon/testing/leaks';
import { until } from '@carillon/testing/until';
import { describe, expect, test } from 'vitest';
import { logOf } from '../../packages/runner/fixtures/runs.ts';
import { newFolder } from '../fixtures/folder.ts';
import { postmasterOf } from '../fixtures/postmaster.ts';
import { files, openStage, type Stage } from '../fixtures/stage.ts';

failOnLeftProcesses();

const leaseSeconds = 2;
const env = { CARILLON_LEASE_SECONDS: `${leaseSeconds}`, CARILLON_LEASE_EXPIRY_LOOP_SECONDS: '0.2' };
/** A lease and one pass, and what a busy machine adds. */
const lostWithinMs = leaseSeconds * 1000 + 2500;

const openGate = async (): Promise<{ gate: string; open: () => Promise<void> }> => {
  const gate = path.join(await newFolder(), 'gate');
  return { gate, open: () => writeFile(gate, '') };
};
const untilFlowRuns = (stage: Stage, run: { id: string }) =>
  until('the flow runs', async () => (await logOf(stage.client, run)).includes('attempt 1'));

describe.each([
  ['with the stream', true],
  ['with polling alone', false],
])('kill -9, %s', (_, stream) => {
  test('of a runner: its runs are Crashed within lease and pass, or attempted again where they may be', async () => {
    await using stage = await openStage({ stream, env });
    await stage.deploy(files.served);
    const runner = await stage.runner(files.served);
    const { gate } = await openGate();
    const lost = await stage.client.run('gated/it', { gate });
    const retried = await stage.client.run('persistent/it', { gate });
    for (const run of [lost, retried]) await untilFlowRuns(stage, run);
    runner.kill('SIGKILL');
    await stage.untilState(lost, 'Crashed', lostWithinMs);
    await stage.untilState(retried, 'AwaitingRetry', lostWithinMs);
    await stage.runner(files.served);
    expect(await retried.result({ timeout: '40s' })).toEqual({ attempt: 2 });
    expect(await stage.stateNames(lost)).toEqual(['Scheduled', 'Pending', 'Running', 'Crashed']);
  });

  test('of the server: runners go on and report to the next one, and no start is lost', async () => {
    await using stage = await openStage({ stream });
    await stage.deploy(files.served);
    await stage.runner('--limit', '2', files.served);
    const { gate, open } = await openGate();
    const during = await stage.client.run('gated/it', { gate });
    await untilFlowRuns(stage, during);
    const due = await stage.client.run('brief/it', {}, { at: new Date(Date.now() + 500) });
    stage.server.kill('SIGKILL');
    await stage.server.exitCode;
    await open();
    await stage.startServer();
    await stage.untilState(during, 'Completed');
    await stage.untilState(due, 'Completed');
    expect(await stage.stateNames(during)).toEqual(['Scheduled', 'Pending', 'Running', 'Completed']);
  });

  test('of the embedded database: it is started again, and what ran is reported', async () => {
    const folder = await newFolder();
    await using stage = await openStage({ stream, folder });
    await stage.deploy(files.served);
    await stage.runner(files.served);
    const { gate, open } = await openGate();
    const run = await stage.client.run('gated/it', { gate });
    await untilFlowRuns(stage, run);
    process.kill(await postmasterOf(folder), 'SIGKILL');
    await stage.server.said(/the embedded database was started again/);
    await open();
    await stage.untilState(run, 'Completed');
    await stage.untilState(await stage.client.run('brief/it', {}), 'Completed');
    expect(await stage.stateNames(run)).toEqual(['Scheduled', 'Pending', 'Running', 'Completed']);
  });
});

describe.each([
  ['with the stream', true],
  ['with polling alone', false],
])('a frozen runner, %s', (_, stream) => {
  test('whose run another one has completed changes nothing when it wakes', async () => {
    await using stage = await openStage({ stream, env });
    await stage.deploy(files.served);
    const frozen = await stage.runner(files.served);
    const { gate, open } = await openGate();
    const run = await stage.client.run('persistent/it', { gate });
    await untilFlowRuns(stage, run);
    frozen.kill('SIGSTOP');
    await stage.untilState(run, 'AwaitingRetry', lostWithinMs);
    await stage.runner(files.served);
    expect(await run.result({ timeout: '40s' })).toEqual({ attempt: 2 });
    const states = await stage.client.flowRuns.states({ id: run.id });
    await open();
    frozen.kill('SIGCONT');
    await frozen.said(/its lease is lost|could not be reported/);
    expect(await stage.client.flowRuns.states({ id: run.id })).toEqual(states);
  });
});
