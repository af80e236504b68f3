import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { isId, paramNames } from './path.ts';
import type { AnyRoute } from './route.ts';
import { combinations, snake, wireNames } from './spelling.ts';

type Json = { [key: string]: unknown };
const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How the members of a filter combine. */
const isCombination = (values: unknown): boolean =>
  Array.isArray(values) && values.length > 0 && values.every((value) => String(value) in combinations);

const wireCombination = ({ enum: values, default: preset }: Json): Json => ({
  enum: Array.isArray(values) ? values.map((value) => combinations[String(value)]) : values,
  ...(preset !== undefined && { default: combinations[String(preset)] }),
});

/** A JSON Schema of ours with the members of its objects in the wire's spelling. */
const spelled = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(spelled);
  if (!isJson(schema)) return schema;
  const { properties, required, ...rest } = schema;
  if (isCombination(rest.enum)) return { ...rest, ...wireCombination(rest) };
  const others = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, spelled(value)]));
  if (!isJson(properties)) return required === undefined ? others : { ...others, required };
  const names = Object.keys(properties);
  const wire = new Map(wireNames(names).map((name, index) => [names[index] ?? name, name]));
  return {
    ...others,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, value]) => [wire.get(name) ?? name, spelled(value)]),
    ),
    ...(Array.isArray(required) && {
      required: required.map((name) => wire.get(name) ?? snake(String(name))),
    }),
  };
};

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema instanceof z.ZodDate) Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
    },
  });
  return spelled(json) as Json;
};

const contentOf = (schema: Json) => ({ 'application/json': { schema } });

const answersOf = ({ statuses, answer }: AnyRoute) =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: status === 201 ? 'made' : status === 204 ? 'done' : 'the answer',
        ...(status !== 204 && {
          content: contentOf(answer === null ? { type: 'null' } : schemaOf(answer, 'output')),
        }),
      },
    ]),
  );

const refusal = { type: 'object', properties: { detail: { type: 'string' } } };

const wireQuery = ({ shape }: z.ZodObject): z.ZodObject => {
  const names = Object.keys(shape);
  const wire = wireNames(names);
  return z.object(
    Object.fromEntries(names.map((name, index) => [wire[index] ?? name, shape[name] ?? z.unknown()])),
  );
};

const register = (app: OpenAPIHono, route: AnyRoute): void => {
  const names = paramNames(route.path);
  app.openAPIRegistry.registerPath({
    method: route.method,
    path: route.path,
    summary: route.summary,
    tags: [route.path.split('/')[1] ?? ''],
    request: {
      params: z.object(Object.fromEntries(names.map((name) => [name, isId(name) ? z.uuid() : z.string()]))),
      ...(route.query instanceof z.ZodObject && { query: wireQuery(route.query) }),
      ...(route.body !== undefined && {
        body: { required: !route.embedded, content: contentOf(schemaOf(route.body, 'input')) },
      }),
    },
    responses: {
      ...answersOf(route),
      422: {
        description: 'what was sent does not validate; `detail` names the field',
        content: contentOf(refusal),
      },
    },
  });
};

const info = { title: 'Carillon', version: '0.1.0', description: "Prefect's REST, spoken by Carillon." };

/** Serves the OpenAPI document at /openapi.json; written from the routes when it is first asked for. */
export const describeRoutes = (app: OpenAPIHono, routes: readonly AnyRoute[]): void => {
  let written: string | undefined;
  app.get('/openapi.json', (c) => {
    if (written === undefined) {
      for (const route of routes) register(app, route);
      written = JSON.stringify(
        app.getOpenAPI31Document({ openapi: '3.1.0', info, servers: [{ url: '/api' }] }),
      );
    }
    return c.body(written, 200, { 'content-type': 'application/json' });
  });
};
