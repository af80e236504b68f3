import { expect, test } from 'vitest';
import { draftOf, proposalOf, readForm } from './draft.ts';
import { fieldSchema } from './schema.ts';

const schema = fieldSchema({
  type: 'object',
  required: ['region', 'when'],
  properties: {
    limit: { type: 'integer', minimum: 1, default: 100 },
    region: { $ref: '#/definitions/Region' },
    when: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] },
    options: { type: 'object', required: ['depth'], properties: { depth: { type: 'number' } } },
    list: { type: 'array', items: { type: 'string' } },
    extra: { type: 'object' },
    either: { anyOf: [{ type: 'string' }, { type: 'number' }] },
  },
  definitions: { Region: { enum: ['eu', 'us'], title: 'Region' } },
});

test('what is needed comes first, then the order of the author', () => {
  expect([...schema.members.keys()].slice(0, 2).sort()).toEqual(['region', 'when']);
  const ordered = fieldSchema({
    type: 'object',
    properties: { a: { type: 'string', position: 1 }, b: { type: 'string', position: 0 } },
  });
  expect([...ordered.members.keys()]).toEqual(['b', 'a']);
});

test('a reference, null beside a type, and what no field can ask for', () => {
  const kinds = Object.fromEntries([...schema.members].map(([name, { kind }]) => [name, kind]));
  expect(kinds).toEqual({
    region: 'choice',
    when: 'date',
    limit: 'number',
    options: 'members',
    list: 'list',
    extra: 'json',
    either: 'json',
  });
  expect(schema.members.get('when')?.isNullable).toBe(true);
});

test('a schema that refers to itself ends', () => {
  const endless = fieldSchema({
    $ref: '#/definitions/A',
    definitions: { A: { type: 'object', properties: { a: { $ref: '#/definitions/A' } } } },
  });
  expect(endless.kind).toBe('members');
});

test('what was left alone is left out, and what is needed is asked for', () => {
  expect(readForm(schema, proposalOf(schema))).toEqual({
    value: { limit: 100, when: null },
    issues: [{ path: '.region', message: 'is needed' }],
  });
});

test('a value that is there comes back as it was', () => {
  const value = {
    region: 'us',
    when: '2026-03-08',
    limit: 3,
    options: { depth: 0.5 },
    list: ['a', ''],
    extra: { deep: [null] },
    either: 'text',
  };
  const { value: read, issues } = readForm(schema, draftOf(schema, { ...value, list: ['a', 'b'] }));
  expect(issues).toEqual([]);
  expect(read).toEqual({ ...value, list: ['a', 'b'] });
});

test('everything that is wrong is said at its own place', () => {
  const draft = {
    region: '"eu"',
    limit: '1.5',
    options: { depth: 'deep' },
    list: ['a', undefined],
    extra: '{',
  };
  expect(readForm(schema, draft).issues).toEqual([
    { path: '.limit', message: 'must be a whole number' },
    { path: '.options.depth', message: '"deep" is not a number' },
    { path: '.list.1', message: 'is needed' },
    { path: '.extra', message: 'is not JSON' },
  ]);
});
