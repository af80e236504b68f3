import { issuesInWords, type JsonObject } from '@carillon/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkDeployment } from './check-deployment.ts';
import type { Deployment } from './deployment.ts';
import { flow } from './flow.ts';
import { every, type Schedule } from './schedules.ts';

const report = flow({
  name: 'report',
  parameters: z
    .object({ region: z.enum(['eu', 'us']), days: z.int().optional() })
    .refine(({ region, days }) => region === 'eu' || days === undefined, 'only eu takes days'),
  run: () => null,
});
/** What plain JavaScript, or a value of a wider type, can write. */
const untyped = (parameters: JsonObject, schedules: Schedule[]): Deployment => ({
  ...report.deployment({ name: 'daily' }),
  parameters,
  schedules,
});
const words = async (definition: Deployment): Promise<string> =>
  issuesInWords(await checkDeployment(definition));

describe('checkDeployment', () => {
  test('finds nothing wrong where schedules complete what the deployment gives', async () => {
    expect(await words(untyped({ region: 'eu' }, [every(60), every(60, { parameters: { days: 3 } })]))).toBe(
      '',
    );
    expect(await words(untyped({}, []))).toBe('');
  });

  test('names the schedule by its slug, the parameter and what is wrong with it', async () => {
    const schedule = every(60, { slug: 'eu', parameters: { region: 'mars' } });
    expect(await words(untyped({}, [schedule]))).toMatch(
      /^schedule "eu": region: Invalid option: .*"eu"\|"us"/,
    );
  });

  test('names a schedule without a slug by its place', async () => {
    const fine = every(60, { parameters: { region: 'eu' } });
    expect(await words(untyped({}, [fine, every(60)]))).toMatch(/^schedule 2: region: /);
  });

  test("holds each of the deployment's own parameters against the flow's", async () => {
    expect(await words(untyped({ region: 'mars' }, []))).toMatch(/^parameters\.region: Invalid option/);
    expect(await words(untyped({ regoin: 'eu' }, []))).toBe(
      'parameters.regoin: the flow has no such parameter',
    );
  });

  test('asks the rules that concern several parameters', async () => {
    const schedule = every(60, { slug: 'us', parameters: { days: 3 } });
    expect(await words(untyped({ region: 'us' }, [schedule]))).toBe('schedule "us": only eu takes days');
  });
});
