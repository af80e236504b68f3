import { expect, test } from 'vitest';
import { schemaText } from './schema-text.ts';

test.each<[unknown, string]>([
  [{ type: 'string', format: 'uuid' }, 'uuid'],
  [{ type: ['boolean', 'null'] }, 'boolean | null'],
  [{ enum: ['a', 'b'] }, '"a" | "b"'],
  [{ const: 'cron' }, '"cron"'],
  [{ type: 'array', items: { type: 'string' } }, 'string[]'],
  [{ type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } }, '(string | null)[]'],
  [{ type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] }, '[string, number]'],
  [{ type: 'object' }, 'object'],
  [{ type: 'object', additionalProperties: { type: 'integer' } }, '{\n  [name]: integer\n}'],
  [{}, 'any'],
  [true, 'any'],
])('%j is read as %s', (schema, text) => {
  expect(schemaText(schema)).toBe(text);
});

test('an object tells its members, which of them may be left out, and what they are then', () => {
  const schema = {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string' },
      limit: { type: 'integer', default: 200 },
      state: { anyOf: [{ type: 'object', properties: { type: { const: 'RUNNING' } } }, { type: 'null' }] },
    },
  };
  expect(schemaText(schema)).toBe(`{
  name: string
  limit?: integer = 200
  state?: {
    type?: "RUNNING"
  } | null
}`);
});
