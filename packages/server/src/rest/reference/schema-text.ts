import { z } from 'zod';

const jsonSchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  prefixItems: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
  default: z.unknown().optional(),
});
type JsonSchema = z.output<typeof jsonSchema>;

const oneOf = (texts: readonly string[]): string => [...new Set(texts)].join(' | ');

const scalar = (type: string, { format }: JsonSchema): string =>
  type === 'string' && format !== undefined ? format : type;

const objectText = (schema: JsonSchema, indent: string): string => {
  const { properties = {}, required = [], additionalProperties } = schema;
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([name, member]) => {
    const preset = jsonSchema.safeParse(member).data?.default;
    const told = preset === undefined ? '' : ` = ${JSON.stringify(preset)}`;
    return `${inner}${name}${required.includes(name) ? '' : '?'}: ${schemaText(member, inner)}${told}`;
  });
  if (typeof additionalProperties === 'object' && additionalProperties !== null)
    lines.push(`${inner}[name]: ${schemaText(additionalProperties, inner)}`);
  return lines.length === 0 ? 'object' : `{\n${lines.join('\n')}\n${indent}}`;
};

const arrayText = ({ items, prefixItems }: JsonSchema, indent: string): string => {
  if (prefixItems !== undefined) return `[${prefixItems.map((item) => schemaText(item, indent)).join(', ')}]`;
  const text = schemaText(items, indent);
  return / \| /.test(text) && !text.startsWith('{') ? `(${text})[]` : `${text}[]`;
};

/** A JSON Schema as a reader takes it in: `{ name: string, tags?: string[] }`. */
export const schemaText = (value: unknown, indent = ''): string => {
  const schema = jsonSchema.safeParse(value).data;
  if (schema === undefined) return 'any';
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return oneOf(options.map((option) => schemaText(option, indent)));
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return oneOf(schema.enum.map((option) => JSON.stringify(option)));
  const types = schema.type === undefined ? [] : [schema.type].flat();
  const texts = types.map((type) => {
    if (type === 'object') return objectText(schema, indent);
    return type === 'array' ? arrayText(schema, indent) : scalar(type, schema);
  });
  return texts.length === 0 ? 'any' : oneOf(texts);
};
