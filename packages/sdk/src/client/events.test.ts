import { deploy, testApp } from '@carillon/testing';
import { frontOf } from '@carillon/testing/front';
import { expect, test } from 'vitest';
import { type Client, createClient } from './client.ts';

/** A stream that is new begins with the place where it stands. */
const nextEvent = async (messages: ReturnType<typeof iteratorOf>) => {
  while (true) {
    const { value, done } = await messages.next();
    if (done === true) throw new Error('the stream has ended');
    if (value.event !== null) return value.event;
  }
};

const iteratorOf = (client: Client, deploymentId: string) =>
  client.events.follow({ filter: { deploymentIds: [deploymentId] } })[Symbol.asyncIterator]();

test('events go on where they broke off, though nothing had come yet, and name the client that made them', async () => {
  await using app = await testApp();
  const direct = await app.listen();
  await using front = await frontOf(direct);
  const { deploymentId: id } = await deploy(app);
  const operator = createClient({ url: direct, name: 'night shift' });
  const whileAway = async (work: () => Promise<unknown>): Promise<void> => {
    await front.down();
    await work();
    await front.up();
  };

  const messages = iteratorOf(createClient({ url: front.url }), id);
  expect(await messages.next()).toMatchObject({ value: { cursor: expect.any(String), event: null } });
  await whileAway(() => operator.deployments.pause({ id, reason: 'moving house' }));
  expect(await nextEvent(messages)).toMatchObject({
    kind: 'deployment.paused',
    reason: 'moving house',
    actor: { type: 'CLIENT', displayValue: 'night shift' },
  });
  await whileAway(() => operator.deployments.createRun({ id, name: 'made meanwhile' }));
  expect(await nextEvent(messages)).toMatchObject({
    kind: 'flow-run.state',
    run: { name: 'made meanwhile' },
    at: app.clock.now(),
  });
  await messages.return?.();
});
