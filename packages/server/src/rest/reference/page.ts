import { html } from 'hono/html';
import { z } from 'zod';
import { schemaText } from './schema-text.ts';

const content = z.record(z.string(), z.object({ schema: z.unknown() })).optional();
const operation = z.object({
  summary: z.string(),
  tags: z.array(z.string()),
  parameters: z
    .array(
      z.object({ name: z.string(), in: z.string(), required: z.boolean().optional(), schema: z.unknown() }),
    )
    .default([]),
  requestBody: z.object({ content, required: z.boolean().optional() }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content })),
});

/** What the page tells of an OpenAPI document. */
const openApi = z.object({
  info: z.object({ title: z.string(), description: z.string().default('') }),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});

type Operation = z.output<typeof operation> & { method: string; path: string };

const operationsOf = ({ paths }: z.output<typeof openApi>): Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({ ...one, method: method.toUpperCase(), path })),
  );

const schemaOf = (of: z.output<typeof content>): string | null => {
  const [json] = Object.values(of ?? {});
  return json === undefined ? null : schemaText(json.schema);
};

const block = (title: string, text: string | null) =>
  text === null ? '' : html`<h3>${title}</h3><pre>${text}</pre>`;

const parametersText = ({ parameters }: Operation): string | null =>
  parameters.length === 0
    ? null
    : parameters
        .map((one) => `${one.name}${one.required ? '' : '?'}: ${schemaText(one.schema)}  (${one.in})`)
        .join('\n');

const section = (one: Operation) => html`
  <details>
    <summary><span>${one.method}</span> <code>/api${one.path}</code><em>${one.summary}</em></summary>
    ${block('Parameters', parametersText(one))}
    ${block(one.requestBody?.required === true ? 'Body' : 'Body, may be left out', schemaOf(one.requestBody?.content))}
    ${Object.entries(one.responses).map(([status, { description, content: of }]) =>
      block(`${status}: ${description}`, schemaOf(of)),
    )}
  </details>`;

/** An OpenAPI document as a page to be read, without a script. */
export const referencePage = (document: unknown, { style }: { style: string }) => {
  const known = openApi.parse(document);
  const groups = [...Map.groupBy(operationsOf(known), ({ tags }) => tags[0] ?? '')];
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>${known.info.title}: REST</title>
    <link rel="stylesheet" href="${style}">
  </head>
  <body>
    <h1>${known.info.title}: REST</h1>
    <p>${known.info.description} The same as a document: <a href="/api/openapi.json">/api/openapi.json</a></p>
    <nav>${groups.map(([tag]) => html`<a href="#${tag}">${tag}</a>`)}</nav>
    ${groups.map(([tag, operations]) => html`<h2 id="${tag}">${tag}</h2>${operations.map(section)}`)}
  </body>
</html>`;
};
