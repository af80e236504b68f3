import { until } from '@carillon/testing/until';
import { expect, it } from 'vitest';
import { startProgram } from '../fixtures/program-process.ts';
import { openStage } from '../fixtures/stage.ts';

it('a program that serves deploys first, executes its runs, and goes on when SIGTERM has drained it', async () => {
  await using stage = await openStage({ stream: true });
  const program = startProgram('program', [], { CARILLON_URL: stage.url, CARILLON_LOG_LEVEL: 'silent' });
  const { id } = await until('it is deployed', () =>
    stage.client.deployments.readByName({ flowName: 'hello', name: 'there' }).catch(() => undefined),
  );
  const { run } = await stage.client.deployments.createRun({ id });
  const completed = await stage.untilState(run, 'Completed');
  expect(completed.data).toBe('hello');
  program.kill('SIGTERM');
  await program.said(/^drained$/);
  expect(await program.exitCode).toBe(0);
});
