import { type ResourceEvent, resourceEventCreate, resourceEventFilter } from '@carillon/core';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { customEvent } from '../../../fixtures/told-events.ts';
import { receiveEvents } from '../recorder/receive-events.ts';
import { listResourceEvents, nextResourceEvents } from './list-resource-events.ts';
import { matcherOf } from './matches.ts';
import { readPageToken } from './page-token.ts';

type Given = Parameters<typeof resourceEventFilter.parse>[0];

let app: TestApp;
let all: ResourceEvent[];
let runId: string;
let flowId: string;

const list = async (filter: Given, limit = 50): Promise<ResourceEvent[]> => {
  const events: ResourceEvent[] = [];
  let page = await app.read((context) =>
    listResourceEvents(context, { filter: resourceEventFilter.parse(filter), limit }),
  );
  const { total } = page;
  for (;;) {
    events.push(...page.events);
    const token = page.nextToken === null ? null : readPageToken(page.nextToken);
    if (token === null) break;
    page = await app.read((context) => nextResourceEvents(context, token));
  }
  expect(events).toHaveLength(total);
  return events;
};

const related = (id: string, role: string, more = {}) => ({
  'prefect.resource.id': id,
  'prefect.resource.role': role,
  ...more,
});

beforeAll(async () => {
  app = await testApp();
  await app.caller.workPools.create({ name: 'local', type: 'process' });
  const deployed = await deploy(app, { workPoolName: 'local', tags: ['nightly'] });
  ({ flowId } = deployed);
  const { run } = await app.caller.deployments.createRun({ id: deployed.deploymentId, tags: ['a', 'b%'] });
  runId = run.id;
  app.clock.advance(1000);
  await app.caller.flowRuns.setState({ id: run.id, state: { type: 'RUNNING' } });
  await app.caller.flowRuns.setState({ id: run.id, state: { type: 'FAILED', message: 'Disk is FULL' } });
  await app.caller.flowRuns.create({ flowId, name: 'other', state: { type: 'RUNNING' } });
  app.clock.advance(1000);
  await app.caller.deployments.update({ id: deployed.deploymentId, tags: ['weekly'] });
  await app.caller.deployments.pause({ id: deployed.deploymentId });
  const told = [
    customEvent({
      related: [related(`prefect.flow-run.${runId}`, 'flow-run'), related('box.1', 'box', { size: 'big' })],
    }),
    customEvent({ event: 'order.paid', resource: { 'prefect.resource.id': 'order.8', colour: 're_d' } }),
    customEvent({
      event: 'prefect.flow-run.heartbeat',
      resource: { 'prefect.resource.id': `prefect.flow-run.${runId}` },
    }),
    customEvent({
      payload: { text: 'the disk is full' },
      resource: { 'prefect.resource.id': 'order.9', colour: 'red' },
    }),
  ].map((event, index) =>
    resourceEventCreate.parse({ ...event, occurred: `2026-01-05T00:00:00.50000${index}Z` }),
  );
  await app.run((context) =>
    receiveEvents(
      context,
      told.map((event) => ({ event, taskEvent: null })),
    ),
  );
  app.clock.advance(1000);
  all = await list({});
  return () => app[Symbol.asyncDispose]();
});

const names = (events: readonly ResourceEvent[]): string[] => events.map(({ event }) => event);

test('all events come in the order of time, either way, in pages of any size', async () => {
  const ascending = await list({ order: 'ASC' });
  expect(names(ascending)).toEqual([
    'prefect.flow-run.Scheduled',
    'prefect.deployment.created',
    'order.shipped',
    'order.paid',
    'prefect.flow-run.heartbeat',
    'order.shipped',
    'prefect.flow-run.Running',
    'prefect.flow-run.Failed',
    'prefect.flow-run.Running',
    'prefect.deployment.updated',
    'prefect.deployment.updated',
  ]);
  const ids = (events: readonly ResourceEvent[]): string[] => events.map(({ id }) => id);
  expect(ids(all).toSorted()).toEqual(ids(ascending).toSorted());
  expect(all.map(({ occurred }) => occurred)).toEqual(ascending.map(({ occurred }) => occurred).toReversed());
  for (const limit of [1, 2, 3]) expect(ids(await list({ order: 'ASC' }, limit))).toEqual(ids(ascending));
});

test('of each resource the first in the order that is asked for', async () => {
  const distinct = await list({ resource: { distinct: true }, order: 'ASC' }, 2);
  expect(names(distinct)).toEqual([
    'prefect.deployment.created',
    'prefect.flow-run.Scheduled',
    'order.shipped',
    'order.paid',
    'order.shipped',
    'prefect.flow-run.Running',
  ]);
});

test('what is older than events are kept is none any more', async () => {
  const later = new Date(
    app.clock.now().getTime() + app.services.config.eventRetentionDays * 86_400_000 - 2000,
  );
  const left = await app.read((context) =>
    listResourceEvents({ ...context, now: later }, { filter: resourceEventFilter.parse({}), limit: 50 }),
  );
  expect(left.total).toBe(5);
});

const filters = fc.letrec<{ filter: Given }>(() => {
  const some = <T>(arbitrary: fc.Arbitrary<T>) =>
    fc.option(fc.array(arbitrary, { maxLength: 2 }), { nil: null });
  const name = fc.constantFrom(
    'order.',
    'order.paid',
    'prefect.flow-run.',
    'prefect.flow-run.Running',
    'prefect.',
    'nothing',
  );
  const id = fc
    .constantFrom(0, 1, 2, 3, 4, 5, 6)
    .map(
      (index) =>
        [
          `prefect.flow-run.${runId}`,
          `prefect.flow.${flowId}`,
          'order.8',
          'box.1',
          'prefect.tag.a',
          'prefect.flow-run.x',
          'order.',
        ][index] ?? '',
    );
  const role = fc.constantFrom('flow', 'tag', 'box', 'flow-run', 'work-pool');
  const pattern = fc.constantFrom(
    're?d',
    're*',
    '!red',
    '*',
    'b*',
    'FAILED',
    '!FAILED',
    'prefect.*',
    '!prefect.*',
    'b%',
    're_d',
  );
  const labels = fc.option(
    fc.dictionary(
      fc.constantFrom(
        'colour',
        'size',
        'prefect.state-type',
        'prefect.resource.id',
        'prefect.resource.name',
        '__proto__',
      ),
      fc.oneof(pattern, fc.array(pattern, { maxLength: 2 })),
      { maxKeys: 2 },
    ),
    { nil: null },
  );
  const any = fc.record({ id: some(id), idPrefix: some(id), labels });
  const one = fc.record({
    id: some(id),
    role: some(role),
    resourcesInRoles: some(fc.tuple(id, role)),
    labels,
  });
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 2 });
  const moment = fc.constantFrom(
    '2026-01-05T00:00:00Z',
    '2026-01-05T00:00:00.500001Z',
    '2026-01-05T00:00:01Z',
    '2026-01-06T00:00:00Z',
  );
  return {
    filter: fc.record(
      {
        occurred: fc.record({ since: moment, until: moment }, { requiredKeys: [] }),
        event: maybe(
          fc.record({
            prefix: some(name),
            excludePrefix: some(name),
            name: some(name),
            excludeName: some(name),
          }),
        ),
        resource: maybe(any),
        related: maybe(fc.oneof(one, fc.array(one, { maxLength: 2 }))),
        anyResource: maybe(fc.oneof(any, fc.array(any, { maxLength: 2 }))),
        text: maybe(
          fc.record({
            query: fc.constantFrom(
              'disk',
              'disk -FULL',
              '"disk is full"',
              '+disk +full',
              'nothing order',
              '',
            ),
          }),
        ),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<Given>,
  };
}).filter;

test('the database and the comparison by event find the same', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(filters, async (given) => {
      const matches = matcherOf(resourceEventFilter.parse(given));
      const found = (await list(given)).map(({ id }) => id);
      expect(found.toSorted()).toEqual(
        all
          .filter(matches)
          .map(({ id }) => id)
          .toSorted(),
      );
    }),
    { numRuns: 150, seed: 7 },
  );
});
