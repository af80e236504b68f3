import { randomUUID } from 'node:crypto';
import { createLogger, systemClock } from '@carillon/process';
import { deploy, testApp } from '@carillon/testing';
import { expect, test } from 'vitest';
import { choices, deadlocksIn } from '../../../fixtures/many-servers.ts';
import { taskEvent } from '../../../fixtures/told-events.ts';
import { readEvent } from '../../rest/received-event.ts';
import { createIntake } from './intake.ts';

const log = createLogger({ level: 'silent' });
const tasks = 60;
const tellers = 8;

test('eight that tell the same to two servers, each in an order of its own, make each task run and state once', async () => {
  await using app = await testApp({ clock: systemClock });
  await using other = await testApp({ clock: systemClock, databaseUrl: app.databaseUrl });
  const { flowId } = await deploy(app);
  const flowRunIds = await Promise.all(
    [0, 1, 2].map(
      async () => (await app.caller.flowRuns.create({ flowId, state: { type: 'RUNNING' } })).run.id,
    ),
  );
  const events = Array.from({ length: tasks }, (_, task) => {
    const flowRunId = flowRunIds[task % 3] ?? null;
    // Two clients may have given ids of their own to one task run.
    const ids = [randomUUID(), randomUUID()];
    return ['PENDING', 'RUNNING', 'COMPLETED'].map((type, step) =>
      taskEvent({
        taskRunId: ids[step % 2] ?? '',
        flowRunId,
        dynamicKey: `${task}`,
        type,
        occurred: `2026-01-05T00:00:00.00${step}000Z`,
      }),
    );
  })
    .flat()
    .map((event) => readEvent(event, { now: app.clock.now(), log }));
  const intakes = [app, other].map(({ services }) => createIntake(services));
  await Promise.all(
    Array.from({ length: tellers }, async (_, teller) => {
      const choose = choices(teller);
      const left = [...events];
      let written: Promise<void> = Promise.resolve();
      while (left.length > 0) {
        const event = choose(left);
        left.splice(left.indexOf(event), 1);
        written = intakes[teller % 2]?.add(event, 100) ?? written;
        if (choose([true, false, false, false])) await written;
      }
      await written;
    }),
  );
  const completed = { taskRuns: { state: { name: { any: ['Completed'] } } } };
  expect(await app.caller.taskRuns.count({})).toBe(tasks);
  expect(await app.caller.taskRuns.count(completed)).toBe(tasks);
  const states = await app.read(({ db }) => db.selectFrom('task_run_state').select('id').execute());
  expect(states).toHaveLength(tasks * 3);
  await Promise.all(intakes.map((intake) => intake.close()));
  expect(await deadlocksIn(app.databaseUrl)).toBe(0);
});
