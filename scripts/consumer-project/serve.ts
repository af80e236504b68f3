// A program of one's own against the server of its first argument: it serves a deployment, starts a run and awaits its typed result.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { serve } from '@carillon/runner';
import { createClient, deploy } from '@carillon/sdk';
import daily, { type report } from './flows.ts';

const url = process.argv[2] ?? '';
const carillon = createClient({ url });
await deploy(carillon, [daily]);

const enough = new AbortController();
const file = fileURLToPath(new URL('./flows.ts', import.meta.url));
const serving = serve([daily], { url, limit: 2, signal: enough.signal, file });
const run = await carillon.run<typeof report>('report/daily', { region: 'us' });
assert.deepEqual(await run.result({ timeout: '1m' }), {
  rows: 1,
  attempt: 1,
  at: '1970-01-01T00:00:00.000Z',
});
enough.abort();
await serving;
console.log('ok');
