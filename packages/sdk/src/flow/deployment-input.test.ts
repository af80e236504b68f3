import { deploymentCreate } from '@carillon/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { deploymentInput } from './deployment-input.ts';
import { flow } from './flow.ts';
import { cron } from './schedules.ts';

const flowId = '0192f7a0-0000-7000-8000-000000000000';
const report = flow({
  name: 'report',
  parameters: z.object({ region: z.enum(['eu', 'us']) }),
  retries: 2,
  retryDelay: '30s',
  version: '7',
  description: 'The daily report.',
  run: () => null,
});

describe('deploymentInput', () => {
  const whole = report.deployment({
    name: 'daily',
    tags: ['finance'],
    parameters: { region: 'us' },
    schedules: [cron('0 9 * * *', { slug: 'eu', parameters: { region: 'eu' } })],
    concurrency: { limit: 1, onCollision: 'cancel-new', gracePeriod: '5m' },
    workPool: 'local',
    jobVariables: { memory: 512 },
    labels: { team: 'finance' },
    paused: true,
  });

  test('says the whole deployment in the words of the server', () => {
    expect(deploymentInput(whole, flowId)).toMatchObject({
      name: 'daily',
      flowId,
      tags: ['finance'],
      parameters: { region: 'us' },
      schedules: [{ slug: 'eu', parameters: { region: 'eu' } }],
      runPolicy: { retries: 2, retryDelay: 30 },
      parameterOpenapiSchema: { properties: { region: { enum: ['eu', 'us'] } } },
      concurrencyLimit: 1,
      concurrencyOptions: { collisionStrategy: 'CANCEL_NEW', gracePeriodSeconds: 300 },
      workPoolName: 'local',
      jobVariables: { memory: 512 },
      labels: { team: 'finance' },
      paused: true,
    });
  });

  test('takes version and description from the flow where it has none of its own', () => {
    expect(deploymentInput(whole, flowId)).toMatchObject({ version: '7', description: 'The daily report.' });
    const own = report.deployment({ name: 'own', version: '8', description: 'Another.' });
    expect(deploymentInput(own, flowId)).toMatchObject({ version: '8', description: 'Another.' });
  });

  test('never resumes what an operator paused: it says nothing of it unless the definition does', () => {
    expect(deploymentInput(report.deployment({ name: 'x' }), flowId)).not.toHaveProperty('paused');
  });

  test("is accepted by core's schema", () => {
    for (const definition of [whole, report.deployment({ name: 'bare' })]) {
      expect(deploymentCreate.safeParse(deploymentInput(definition, flowId)).error).toBeUndefined();
    }
  });
});

test('two schedules of one slug are refused where they are written', () => {
  const twice = () =>
    report.deployment({
      name: 'daily',
      schedules: [
        cron('0 9 * * *', { slug: 'eu', parameters: { region: 'eu' } }),
        cron('0 10 * * *', { slug: 'eu', parameters: { region: 'eu' } }),
      ],
    });
  expect(twice).toThrow(
    'schedules: the slug "eu" is used twice; each schedule of report/daily needs one of its own',
  );
});
