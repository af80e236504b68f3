import { type TestApp, testApp } from '@carillon/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Client, createClient } from './client/client.ts';
import { deploy } from './deploy.ts';
import { flow } from './flow/flow.ts';
import { cron, every } from './flow/schedules.ts';

let app: TestApp;
let client: Client;
beforeAll(async () => {
  app = await testApp();
  client = createClient({ url: await app.listen() });
});
afterAll(() => app[Symbol.asyncDispose]());

const flowNamed = (name: string) =>
  flow({ name, parameters: z.object({ region: z.enum(['eu', 'us']) }), run: () => null });

describe('deploy', () => {
  test('creates, then changes nothing, then changes only what differs', async () => {
    const report = flowNamed('report');
    const nine = cron('0 9 * * *', { slug: 'eu', parameters: { region: 'eu' } });
    const [created] = await deploy(client, [report.deployment({ name: 'daily', schedules: [nine] })]);
    expect(created).toMatchObject({
      name: 'report/daily',
      changes: { outcome: 'created' },
      nextStart: new Date('2026-01-05T09:00:00Z'),
    });
    const [again] = await deploy(client, [report.deployment({ name: 'daily', schedules: [nine] })]);
    expect(again).toMatchObject({ id: created?.id, changes: { outcome: 'unchanged' } });

    const pulse = every('15m', { slug: 'pulse', parameters: { region: 'us' } });
    const [changed] = await deploy(client, [report.deployment({ name: 'daily', schedules: [nine, pulse] })]);
    expect(changed).toMatchObject({
      id: created?.id,
      changes: { outcome: 'changed', schedules: { changed: [], removed: [] } },
    });
    expect(changed?.changes.schedules.added).toHaveLength(1);
  });

  test('of a dry run says what would change, and changes nothing', async () => {
    const [wanted] = await deploy(client, [flowNamed('dry').deployment({ name: 'run' })], { dryRun: true });
    expect(wanted).toMatchObject({ name: 'dry/run', changes: { outcome: 'created' }, id: null });
    await expect(client.flows.readByName({ name: 'dry' })).rejects.toMatchObject({ code: 'FLOW_NOT_FOUND' });
  });

  test('writes nothing when one of several is refused', async () => {
    const fine = flowNamed('fine').deployment({ name: 'd' });
    const wrong = flowNamed('wrong').deployment({
      name: 'd',
      schedules: [every(60, { slug: 'eu', parameters: { region: 'eu' } })],
    });
    const untyped = { ...wrong, schedules: wrong.schedules.map((one) => ({ ...one, parameters: {} })) };
    await expect(deploy(client, [fine, untyped])).rejects.toMatchObject({
      code: 'PARAMETERS_INVALID',
      message: expect.stringMatching(/^wrong\/d refuses its parameters: schedule "eu": region: /),
    });
    await expect(client.flows.readByName({ name: 'fine' })).rejects.toMatchObject({ code: 'FLOW_NOT_FOUND' });
  });

  test('refuses a schema without a JSON form, by its path', async () => {
    const dated = flow({ name: 'dated', parameters: z.object({ day: z.date() }), run: () => null });
    await expect(deploy(client, [dated.deployment({ name: 'd' })])).rejects.toThrow(
      'The parameter schema of dated/d cannot be used: parameters.day: z.date() has no JSON form; use z.iso.datetime()',
    );
  });

  test('refuses two of one name', async () => {
    const twice = flowNamed('twice');
    const definitions = [twice.deployment({ name: 'd' }), twice.deployment({ name: 'd' })];
    await expect(deploy(client, definitions)).rejects.toThrow('A deployment named "twice/d" exists already.');
  });
});
