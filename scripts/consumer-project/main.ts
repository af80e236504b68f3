// Runs on every supported Node: without a server, and what a server must be asked for fails as it should.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import * as runner from '@carillon/runner';
import { createClient, isCarillonError, isDeployment, isFlow } from '@carillon/sdk';
import daily, { report } from './flows.ts';

assert.deepEqual(await report({ region: 'eu' }), { rows: 1, attempt: 1, at: new Date(0) });
assert(isFlow(report) && isDeployment(daily));
assert.equal(daily.schedules.length, 2);
assert.equal(typeof runner.serve, 'function');

// A port that was free a moment ago.
const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
assert(typeof address === 'object' && address !== null);
server.close();
const url = `http://127.0.0.1:${address.port}`;
const carillon = createClient({ url });
const error = await carillon
  .run<typeof report>('report/daily', { region: 'us' })
  .catch((thrown: unknown) => thrown);
assert(isCarillonError(error) && error.code === 'UNREACHABLE');
assert.equal(error.message, `cannot reach ${url} (ECONNREFUSED) after 4 tries`);
console.log('ok');
