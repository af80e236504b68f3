import type { JsonObject, JsonValue } from '@carillon/core';
import { afterAll, describe, expect, test } from 'vitest';
import { createSchemaValidator, type SchemaCheckOptions } from './schema-validator.ts';

const schemas = createSchemaValidator({ deadlineSeconds: 0.5 });
afterAll(() => schemas.close());

const check = (schema: JsonObject, value: JsonValue, options?: SchemaCheckOptions) =>
  schemas.check(schema, value, options);

const report: JsonObject = {
  type: 'object',
  properties: {
    region: { enum: ['eu', 'us'] },
    day: { type: 'string' },
    rows: {
      type: 'array',
      items: { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] },
    },
  },
  required: ['region'],
  additionalProperties: false,
};

describe('issues', () => {
  test('each has the path of what it concerns and words', async () => {
    const value = { region: 'mars', rows: [{ n: 1 }, { n: 'x' }, {}], more: 1 };
    expect(await check(report, value)).toEqual({
      ok: false,
      issues: expect.arrayContaining([
        { path: ['region'], message: 'expected "eu" or "us", got "mars"' },
        { path: ['rows', 1, 'n'], message: 'expected integer, got string' },
        { path: ['rows', 2, 'n'], message: 'is required' },
        { path: ['more'], message: 'is not known here' },
      ]),
    });
  });

  test('a choice is told by what each branch misses', async () => {
    const either: JsonObject = { properties: { a: { anyOf: [{ type: 'string' }, { type: 'number' }] } } };
    expect(await check(either, { a: true })).toEqual({
      ok: false,
      issues: [
        { path: ['a'], message: 'expected string, got boolean' },
        { path: ['a'], message: 'expected number, got boolean' },
      ],
    });
  });

  test('there are at most twenty', async () => {
    const list: JsonObject = { type: 'array', items: { type: 'string' } };
    const result = await check(
      list,
      Array.from({ length: 1000 }, (_, index) => index),
    );
    expect(result).toMatchObject({ ok: false, issues: { length: 20 } });
  });
});

describe('loosened demands', () => {
  test('what is required may be missing at every level when asked', async () => {
    expect(await check(report, { rows: [{}] }, { ignoreRequired: true })).toEqual({ ok: true });
    expect(await check(report, { rows: [{ n: 'x' }] }, { ignoreRequired: true })).toMatchObject({
      ok: false,
    });
  });

  test('a property named "required" is still checked', async () => {
    const named: JsonObject = { properties: { required: { type: 'string' } } };
    expect(await check(named, { required: 1 }, { ignoreRequired: true })).toMatchObject({ ok: false });
  });

  test('an optional typed property may be null when asked, one that is required or has a default may not', async () => {
    const schema: JsonObject = {
      properties: { a: { type: 'string' }, b: { type: 'string' }, c: { type: 'string', default: '' } },
      required: ['b'],
    };
    expect(await check(schema, { a: null, b: '' })).toMatchObject({ ok: false });
    expect(await check(schema, { a: null, b: '' }, { optionalNullable: true })).toEqual({ ok: true });
    expect(await check(schema, { b: null }, { optionalNullable: true })).toMatchObject({ ok: false });
    expect(await check(schema, { b: '', c: null }, { optionalNullable: true })).toMatchObject({ ok: false });
    expect(await check(schema, { b: '', c: null }, { optionalNullable: 'even-defaults' })).toEqual({
      ok: true,
    });
  });
});

describe('drafts', () => {
  test('positional items are checked in the old spelling and the new', async () => {
    const items = [{ type: 'string' }, { type: 'number' }];
    for (const schema of [
      { items },
      { prefixItems: items },
      { $schema: 'http://json-schema.org/draft-07/schema#', items },
    ]) {
      expect(await check(schema, ['a', 1])).toEqual({ ok: true });
      expect(await check(schema, ['a', 'b'])).toMatchObject({ ok: false });
    }
  });

  test('an older exclusiveMinimum and an unknown $schema are read', async () => {
    expect(await check({ $schema: 'https://example.com/mine', type: 'number' }, 1)).toEqual({ ok: true });
    expect(
      await check({ $schema: 'http://json-schema.org/draft-07/schema#', exclusiveMinimum: 1 }, 1),
    ).toMatchObject({ ok: false });
  });
});

describe('schemas that cannot be used', () => {
  test.each<[string, JsonObject]>([
    ['an unknown type', { type: 'strng' }],
    ['a pattern that does not parse', { type: 'string', pattern: '(' }],
    ['a reference to another place', { $ref: 'https://example.com/schema.json' }],
    ['a reference to itself without end', { $defs: { a: { $ref: '#/$defs/a' } }, $ref: '#/$defs/a' }],
  ])('%s is a fault of the schema', async (_, schema) => {
    expect(await check(schema, 'x')).toEqual({ ok: false, schemaFault: expect.stringMatching(/\w+/) });
  });

  test('a schema that refers to itself where the value goes deeper is no fault', async () => {
    const tree: JsonObject = { type: 'object', properties: { child: { $ref: '#' }, n: { type: 'number' } } };
    expect(await check(tree, { child: { child: { n: 1 } } })).toEqual({ ok: true });
    expect(await check(tree, { child: { child: { n: 'x' } } })).toMatchObject({ ok: false });
  });

  test('two schemas with the same $id do not meet', async () => {
    const $id = 'https://json-schema.org/draft/2020-12/schema';
    expect(await check({ $id, type: 'string' }, 'a')).toEqual({ ok: true });
    expect(await check({ $id, type: 'number' }, 1)).toEqual({ ok: true });
    expect(await check({ type: 'strng' }, 'a')).toHaveProperty('schemaFault');
  });
});

describe('the deadline', () => {
  const hanging: JsonObject = { type: 'string', pattern: '^(a+)+$' };
  const bait = `${'a'.repeat(40)}!`;

  test('a hanging pattern is answered with words, and the checks behind it with their results', async () => {
    const hung = check(hanging, bait);
    const behind = Promise.all([check({ type: 'string' }, 'a'), check({ type: 'string' }, 1)]);
    expect(await hung).toEqual({
      ok: false,
      issues: [{ path: [], message: expect.stringMatching(/longer than 0\.5 s.*pattern/) }],
    });
    expect(await behind).toEqual([{ ok: true }, { ok: false, issues: [expect.anything()] }]);
  });

  test('a closed validator refuses what hangs and what comes', async () => {
    const closing = createSchemaValidator({ deadlineSeconds: 60 });
    const hung = expect(closing.check(hanging, bait)).rejects.toThrow(/closed/);
    await closing.close();
    await hung;
    await expect(closing.check({}, 1)).rejects.toThrow(/closed/);
  });
});
