import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { failOnLeftProcesses } from '@carillon/testing/leaks';
import { until } from '@carillon/testing/until';
import { describe, expect, test } from 'vitest';
import { commands } from '../../apps/cli/src/commands.ts';
import { logOf } from '../../packages/runner/fixtures/runs.ts';
import { carillon, carillonOnce } from '../fixtures/carillon.ts';
import { newFolder } from '../fixtures/folder.ts';
import { files, openStage, type Stage } from '../fixtures/stage.ts';

failOnLeftProcesses();

type Desk = AsyncDisposable & {
  stage: Stage;
  /** `carillon ARGS…`: how it ended and what it said. */
  ask: (...args: string[]) => ReturnType<typeof carillonOnce>;
  /** What it said, where it ended well. */
  said: (...args: string[]) => Promise<string>;
  /** The same as JSON. */
  asked: (...args: string[]) => Promise<unknown>;
};

/** A server that knows the deployments of the fixtures, and the command line to ask it by. */
const openDesk = async (): Promise<Desk> => {
  const stage = await openStage();
  await stage.deploy(files.served);
  const ask: Desk['ask'] = (...args) => carillonOnce([...args, '--url', stage.url]);
  const said: Desk['said'] = async (...args) => {
    const { status, said: words } = await ask(...args);
    expect(status, words).toBe(0);
    return words;
  };
  return {
    stage,
    ask,
    said,
    asked: async (...args) => JSON.parse(await said(...args, '--json')),
    [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
  };
};
const newGate = async (): Promise<{ gate: string; open: () => Promise<void> }> => {
  const gate = path.join(await newFolder(), 'gate');
  return { gate, open: () => writeFile(gate, '') };
};

test.each(Object.keys(commands))('carillon %s --help says how it is used, and asks nobody', async (name) => {
  const { status, said: words } = await carillonOnce([...name.split(' '), '--help']);
  expect(status).toBe(0);
  expect(words).toMatch(new RegExp(`^carillon ${name}`));
  expect(words).toContain('--help');
});

test('a group of commands says which there are', async () => {
  const { status, said: words } = await carillonOnce(['runs']);
  expect(status).toBe(0);
  expect(words).toMatch(/runs ls .*\n.*runs inspect/);
  expect(words).not.toContain('pools ls');
  expect(await carillonOnce(['runs', 'stop'])).toMatchObject({ status: 2 });
});

describe('carillon deployments', () => {
  test('ls shows each in a line, inspect one in full', async () => {
    await using desk = await openDesk();
    const { said, asked } = desk;
    const lines = (await said('deployments', 'ls')).split('\n');
    expect(lines[0]).toMatch(/^DEPLOYMENT +STATUS/);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(
      expect.arrayContaining(['brief/it', 'gated/it', 'persistent/it']),
    );
    expect(await said('deployments', 'inspect', 'persistent/it')).toMatch(
      /^deployment +persistent\/it\nid +[\da-f-]{36}\n[\s\S]*policy +1 retries after 0 s/,
    );
    expect(await asked('deployments', 'inspect', 'brief/it')).toMatchObject({
      deployment: { name: 'it', flowName: 'brief' },
      overview: { runs: [] },
    });
  });

  test('pause and resume say what they did, and why is kept', async () => {
    await using desk = await openDesk();
    const { said } = desk;
    expect(await said('deployments', 'pause', 'brief/it', 'gated/it', '--reason', 'too many mails')).toBe(
      'brief/it  paused\ngated/it  paused',
    );
    expect(await said('deployments', 'inspect', 'brief/it')).toMatch(/paused +since .*: too many mails/);
    expect(await said('deployments', 'resume', 'brief/it', 'gated/it')).toBe(
      'brief/it  resumed\ngated/it  resumed',
    );
  });

  test('delete says what goes, and deletes nothing unless somebody says yes', async () => {
    await using desk = await openDesk();
    const { stage, ask, said } = desk;
    const { id: flowId } = await stage.client.flows.readByName({ name: 'brief' });
    await stage.client.deployments.create({
      flowId,
      name: 'old',
      schedules: [{ schedule: { kind: 'cron', cron: '0 9 * * *' } }],
    });
    const refused = await ask('deployments', 'delete', 'brief/old');
    expect(refused.status).toBe(2);
    expect(refused.said).toMatch(/^Deleting brief\/old:\n {2}goes {3}1 schedule: cron 0 9 \* \* \*/);
    expect(refused.said).toContain('give --yes');
    expect(await stage.client.deployments.count({ deployments: { name: { any: ['old'] } } })).toBe(1);
    expect(await said('deployments', 'delete', 'brief/old', '--yes')).toMatch(/\nbrief\/old {2}deleted$/);
    expect(await ask('deployments', 'inspect', 'brief/old')).toEqual({
      status: 1,
      said: 'There is no deployment brief/old.',
    });
  });

  test('says what is no name', async () => {
    await using desk = await openDesk();
    const { ask } = desk;
    expect(await ask('deployments', 'inspect', 'brief')).toMatchObject({ status: 2 });
    expect(await ask('deployments', 'pause')).toEqual({
      status: 2,
      said: 'At least one deployment is needed.',
    });
  });
});

describe('carillon runs', () => {
  test('ls filters by state, time and deployment; inspect, logs and explain take id, beginning or name', async () => {
    await using desk = await openDesk();
    const { stage, said, asked } = desk;
    await stage.runner(files.served);
    const { gate, open } = await newGate();
    await open();
    const run = await stage.client.run('gated/it', { gate }, { name: 'rosy-heron' });
    await run.result({ timeout: '20s' });
    const lines = (
      await said('runs', 'ls', '--state', 'completed', '--since', '1h', '--deployment', 'gated/it')
    ).split('\n');
    expect(lines[1]).toMatch(new RegExp(`^${run.id}  rosy-heron  gated/it +Completed +.* ago +\\d+ ms$`));
    expect(await said('runs', 'ls', '--state', 'failed', '--deployment', 'gated/it')).toBe(
      'There are no such runs.',
    );
    expect(await asked('runs', 'ls', '--deployment', 'gated/it')).toMatchObject([{ id: run.id }]);
    for (const named of [run.id, run.id.slice(0, 13), 'rosy-heron']) {
      expect(await said('runs', 'inspect', named)).toMatch(
        /^run +rosy-heron\n[\s\S]*\nstate +Completed\nresult +\{"attempt":1\}/,
      );
    }
    expect(await said('runs', 'logs', 'rosy-heron')).toMatch(/^\d\d:\d\d:\d\d\.\d{3} {2}info {3}attempt 1$/);
    expect(await said('runs', 'explain', 'rosy-heron')).toMatch(/^Completed at /);
    expect(await asked('runs', 'explain', run.id)).toMatchObject({ reason: { kind: 'ended' } });
  });

  test('a name that several have is asked back, and one that none has is said', async () => {
    await using desk = await openDesk();
    const { stage, ask } = desk;
    const at = new Date('2030-01-01T00:00:00Z');
    const runs = [1, 2].map(() => stage.client.run('brief/it', {}, { name: 'calm-otter', at }));
    const [first] = await Promise.all(runs);
    const { status, said: words } = await ask('runs', 'inspect', 'calm-otter');
    expect(status).toBe(2);
    expect(words).toContain(`"calm-otter" is more than one run; which is meant?\n`);
    expect(words).toContain(`  ${first?.id}  calm-otter  Scheduled`);
    expect(await ask('runs', 'cancel', 'nobody')).toEqual({
      status: 2,
      said: 'There is no run "nobody": name it by its id, or by its name.',
    });
    expect(await ask('runs', 'ls', '--state', 'failing')).toMatchObject({ status: 2 });
    expect(await ask('runs', 'ls', '--since', 'yesterday')).toMatchObject({ status: 2 });
  });

  test('logs -f goes on until the run has ended; Ctrl-C ends the printing, never the run', async () => {
    await using desk = await openDesk();
    const { stage } = desk;
    await stage.runner(files.served);
    const { gate, open } = await newGate();
    const run = await stage.client.run('gated/it', { gate });
    const [whole, cut] = [1, 2].map(() => carillon(['runs', 'logs', '-f', run.id, '--url', stage.url]));
    await whole?.said(/attempt 1$/);
    await cut?.said(/attempt 1$/);
    cut?.kill('SIGINT');
    await cut?.exitCode;
    await open();
    expect(await whole?.exitCode).toBe(0);
    expect(await run.result({ timeout: '20s' })).toEqual({ attempt: 1 });
  });

  test('cancel, retry and resume wait where they are told to, and their exit status tells how it ended', async () => {
    await using desk = await openDesk();
    const { stage, ask, said } = desk;
    await stage.runner(files.served);
    const run = await stage.client.run('endless/it', {}, { name: 'brave-lynx' });
    await until('it runs', async () => (await logOf(stage.client, run)).includes('spins'));
    const refused = await ask('runs', 'retry', 'brave-lynx');
    expect(refused).toMatchObject({ status: 1, said: expect.stringMatching(/^brave-lynx stays Running: /) });
    expect(await ask('runs', 'resume', 'brave-lynx')).toMatchObject({ status: 1 });
    const cancelled = await said('runs', 'cancel', '--wait', 'brave-lynx');
    expect(cancelled).toMatch(/brave-lynx {2}Cancelling[\s\S]*\nbrave-lynx {2}Cancelled$/);
    const brief = await stage.client.run('brief/it', {}, { name: 'tidy-finch' });
    await brief.result({ timeout: '20s' });
    expect(await said('runs', 'retry', '--wait', 'tidy-finch')).toMatch(/\ntidy-finch {2}Completed$/);
    expect((await brief.read()).runCount).toBe(2);
  });
});

describe('carillon pools and limits', () => {
  test('a pool is made, shown, paused and resumed, and a runner takes its runs', async () => {
    await using desk = await openDesk();
    const { stage, ask, said } = desk;
    expect(await said('pools', 'ls')).toBe('There are no work pools; carillon pools create makes one.');
    expect(await said('pools', 'create', 'local', '--limit', '2')).toBe('local  created');
    expect(await ask('pools', 'create', 'local')).toMatchObject({ status: 1 });
    const { id } = await stage.client.deployments.readByName({ flowName: 'brief', name: 'it' });
    await stage.client.deployments.update({ id, workPoolName: 'local' });
    await said('pools', 'pause', 'local', '--reason', 'moving house');
    expect(await said('pools', 'ls')).toMatch(/\nlocal +process +paused +0 of 2$/);
    const run = await stage.client.run('brief/it', {}, { name: 'shy-wren' });
    const runner = carillon([
      'runner',
      '--pool',
      'local',
      '--name',
      'west',
      '--url',
      stage.url,
      files.served,
    ]);
    await runner.said(/^✓ runner .* serving work pool local: /);
    expect(await said('runs', 'explain', 'shy-wren')).toMatch(/local.*paused.*moving house/);
    await said('pools', 'resume', 'local');
    await stage.untilState(run, 'Completed');
    expect(await said('pools', 'inspect', 'local')).toMatch(
      /queues +default {2}priority 1\nworkers +west {2}online {2}heard /,
    );
    runner.kill('SIGTERM');
    expect(await runner.exitCode).toBe(0);
  });

  test('limits are listed with what is taken of them', async () => {
    await using desk = await openDesk();
    const { stage, said, asked } = desk;
    await stage.client.concurrencyLimits.create({ name: 'mails', limit: 3, activeSlots: 1 });
    expect(await said('limits', 'ls')).toMatch(/^LIMIT +TAKEN\n[\s\S]*mails +1 of 3/);
    expect(await asked('limits', 'ls')).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'mails', activeSlots: 1 })]),
    );
  });
});

test('a server that is away is said so, in words', async () => {
  const away = await carillonOnce(['runs', 'ls', '--url', 'http://127.0.0.1:9']);
  expect(away.status).toBe(1);
  expect(away.said).toMatch(/^cannot reach http:\/\/127\.0\.0\.1:9 \(.*\) after 4 tries$/);
});
