import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parameterSchema } from './parameter-schema.ts';

describe('parameterSchema', () => {
  test('is what callers write: defaults may be left out, what a transform makes is not shown', () => {
    const schema = parameterSchema(
      'report/daily',
      z.object({
        region: z.enum(['eu', 'us']).describe('Where to look'),
        days: z.int().default(7),
        rows: z.string().transform(Number),
      }),
    );
    expect(schema).toMatchObject({
      type: 'object',
      properties: {
        region: { enum: ['eu', 'us'], description: 'Where to look' },
        days: { type: 'integer', default: 7 },
        rows: { type: 'string' },
      },
      required: ['region', 'rows'],
    });
  });

  test.each([
    [z.object({ day: z.date() }), 'parameters.day: z.date() has no JSON form; use z.iso.datetime()'],
    [
      z.object({ range: z.object({ from: z.coerce.date() }) }),
      'parameters.range.from: z.date() has no JSON form; use z.iso.datetime()',
    ],
    [
      z.object({ ids: z.array(z.bigint()).optional() }),
      'parameters.ids.items: z.bigint() has no JSON form; use z.int() or z.string()',
    ],
    [z.object({ properties: z.map(z.string(), z.int()) }), /^parameters\.properties: z\.map\(\)/],
    [z.object({ one: z.set(z.string()), two: z.date() }), /parameters\.one: .*; parameters\.two: /],
    [z.object({ buffer: z.instanceof(Uint8Array) }), /^parameters\.buffer: z\.custom\(\)/],
  ])('refuses what JSON cannot say, by its path (%#)', (parameters, reason) => {
    expect(() => parameterSchema('report/daily', parameters)).toThrow(
      expect.objectContaining({
        code: 'PARAMETER_SCHEMA_INVALID',
        data: {
          name: 'report/daily',
          reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
        },
      }),
    );
  });

  test('takes a codec by its written side', () => {
    const day = z.codec(z.iso.datetime(), z.date(), {
      decode: (text) => new Date(text),
      encode: (date) => date.toISOString(),
    });
    expect(parameterSchema('x', z.object({ day }))).toMatchObject({
      properties: { day: { type: 'string', format: 'date-time' } },
    });
  });
});
