// Runs on every supported Node: without a server, and what a server must be asked for fails as it should.
import assert from 'node:assert/strict';
import * as runner from '@carillon/runner';
import { createClient, isCarillonError, isDeployment, isFlow } from '@carillon/sdk';
import daily, { report } from './flows.ts';

assert.deepEqual(await report({ region: 'eu' }), { rows: 1, attempt: 1, at: new Date(0) });
assert(isFlow(report) && isDeployment(daily));
assert.equal(daily.schedules.length, 2);
assert.equal(typeof runner.serve, 'function');

// Port 1 of loopback is nobody's.
const carillon = createClient({ url: 'http://127.0.0.1:1' });
const error = await carillon
  .run<typeof report>('report/daily', { region: 'us' })
  .catch((thrown: unknown) => thrown);
assert(isCarillonError(error) && error.code === 'UNREACHABLE');
assert.equal(error.message, 'cannot reach http://127.0.0.1:1 (ECONNREFUSED) after 4 tries');
console.log('ok');
