// Writes the pages that follow from the code: docs/errors.md and docs/configuration.md. With --check, says which are stale.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorTable } from '../packages/core/src/errors/index.ts';
import { describeConfig } from '../packages/process/src/index.ts';
import { runnerConfig } from '../packages/runner/src/config.ts';
import { serverConfig } from '../packages/server/src/config.ts';

const docs = path.resolve(import.meta.dirname, '..', 'docs');
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const errors = (): string => {
  const rows = Object.entries(errorTable).map(([code, { kind, data }]) => {
    const members = Object.keys(data.shape).map((member) => `\`${member}\``);
    return `| \`${code}\` | ${kind} | ${members.join(', ')} |`;
  });
  return `# Errors

Written from \`packages/core/src/errors/table.ts\`. Every error that a caller meets has one of these codes; \`data\` holds the
members named. In TypeScript: \`isCarillonError(error) && error.code === '…'\` narrows \`error.data\`.

| code | kind | data |
|---|---|---|
${rows.join('\n')}

Kinds over HTTP: invalid 422, unauthorized 401, forbidden 403, not-found 404, conflict 409, too-large 413, timeout 408,
unavailable 503, internal 500; \`client\` errors are made by the client itself. A content type other than JSON is \`INPUT_INVALID\`, 415.
`;
};

const settings = (schema: Parameters<typeof describeConfig>[0]): string => {
  const rows = describeConfig(schema).map(
    ({ env, default: fallback, description }) =>
      `| \`${env}\` | ${cell(fallback ?? '')} | ${cell(description)} |`,
  );
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
};

const configuration = (): string => `# Configuration

Written from the code. All problems are told at once, at the start. Arguments come before variables.

## The server

${settings(serverConfig)}

## A runner, and \`serve()\`

${settings(runnerConfig)}
`;

const pages = { 'errors.md': errors(), 'configuration.md': configuration() };
const stale = Object.entries(pages).filter(([name, text]) => {
  const file = path.join(docs, name);
  if (process.argv.includes('--check')) return readFileSync(file, 'utf8') !== text;
  writeFileSync(file, text);
  return false;
});
for (const [name] of stale)
  console.error(`docs/${name} is stale; node scripts/run.mjs scripts/write-docs.ts writes it anew`);
process.exit(stale.length === 0 ? 0 : 1);
