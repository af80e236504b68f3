import { type ResourceEvent, resourceEventCreate, resourceEventFilter } from '@carillon/core';
import { systemClock } from '@carillon/process';
import { type TestApp, testApp } from '@carillon/testing';
import { expect, test } from 'vitest';
import { customEvent } from '../../../fixtures/told-events.ts';
import { receiveEvents } from '../recorder/receive-events.ts';
import { followResourceEvents } from './follow-resource-events.ts';
import { createEventHub } from './hub.ts';

const about = (id: string) => ({ 'prefect.resource.id': id });
const filter = resourceEventFilter.parse({ resource: { id: ['order.1'] } });

/** Tells so many events of one order, in transactions of a hundred; answers their ids. */
const tell = async (app: TestApp, count: number, id = 'order.1'): Promise<string[]> => {
  const events = Array.from({ length: count }, () =>
    resourceEventCreate.parse(customEvent({ resource: about(id) })),
  );
  for (let from = 0; from < count; from += 100)
    await app.run((context) =>
      receiveEvents(
        context,
        events.slice(from, from + 100).map((event) => ({ event, taskEvent: null })),
      ),
    );
  return events.map(({ id }) => id);
};

const follower = (app: TestApp, since: Date | null) => {
  const hub = createEventHub(app.services);
  const left = new AbortController();
  const batches = followResourceEvents(app.services, { hub, filter, since, over: left.signal });
  return {
    /** The next ids, in the order in which they come. */
    async take(count: number): Promise<string[]> {
      const events: ResourceEvent[] = [];
      while (events.length < count) events.push(...((await batches.next()).value ?? []));
      return events.map(({ id }) => id);
    },
    async [Symbol.asyncDispose]() {
      left.abort();
      await batches.return();
      await hub.close();
    },
  };
};

test('what has been comes first, then what comes, and to one who was busy all that came meanwhile, once each', async () => {
  await using app = await testApp({ clock: systemClock });
  const before = await tell(app, 450);
  await using slow = follower(app, new Date('2026-01-01'));
  expect((await slow.take(450)).toSorted()).toEqual(before.toSorted());
  const [first = ''] = await tell(app, 1);
  expect(await slow.take(1)).toEqual([first]);
  const missed = [...(await tell(app, 1300)), ...(await tell(app, 1300))];
  await tell(app, 100, 'order.2');
  expect((await slow.take(2600)).toSorted()).toEqual(missed.toSorted());
  const [last = ''] = await tell(app, 1);
  expect(await slow.take(1)).toEqual([last]);
});

test('to one who asks for nothing of before comes what comes', async () => {
  await using app = await testApp({ clock: systemClock });
  const before = await tell(app, 3);
  await using live = follower(app, null);
  const next = live.take(1);
  const told: string[] = [];
  let heard: string | undefined;
  void next.then(([id]) => {
    heard = id;
  });
  while (heard === undefined) told.push(...(await tell(app, 1)));
  expect(told).toContain(heard);
  expect(before).not.toContain(heard);
});
