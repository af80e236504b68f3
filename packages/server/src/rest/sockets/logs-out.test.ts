import { randomUUID } from 'node:crypto';
import { systemClock } from '@carillon/process';
import { testApp } from '@carillon/testing';
import { expect, test } from 'vitest';
import { enter, type PrefectSocket } from '../../../fixtures/prefect-socket.ts';

const line = (message: string, more: object = {}) => ({
  name: 'prefect.flow_runs',
  level: 20,
  message,
  timestamp: new Date().toISOString(),
  ...more,
});

const write = (url: string, ...lines: object[]): Promise<Response> =>
  fetch(`${url}/api/logs/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(lines),
  });

/** Listens from now on: the first line that it hears was written for it alone. */
const listen = async (url: string, filter: object, first: object): Promise<PrefectSocket> => {
  const socket = await enter(url, '/logs/out');
  socket.send({ type: 'filter', filter: { operator: 'and_', ...filter } });
  let heard = false;
  const next = socket.next().then(() => {
    heard = true;
  });
  while (!heard) await Promise.race([write(url, first), next]);
  return socket;
};

const messages = async (socket: PrefectSocket, count: number): Promise<string[]> => {
  const found: string[] = [];
  while (found.length < count) {
    const { type, log } = await socket.next();
    expect(type).toBe('log');
    const { message } = Object(log);
    if (message !== 'first') found.push(message);
  }
  return found;
};

test('a listener is told the lines that match, from any server, once each', async () => {
  await using app = await testApp({ clock: systemClock });
  await using other = await testApp({ clock: systemClock, databaseUrl: app.databaseUrl });
  const [url, otherUrl] = [await app.listen(), await other.listen()];
  const run = randomUUID();
  await using ofRun = await listen(
    url,
    { flow_run_id: { any_: [run] } },
    line('first', { flow_run_id: run }),
  );
  await using loud = await listen(otherUrl, { level: { ge_: 40 } }, line('first', { level: 40 }));
  await write(
    url,
    line('one', { flow_run_id: run }),
    line('of another', { flow_run_id: randomUUID(), level: 50 }),
  );
  await write(otherUrl, line('two', { flow_run_id: run, level: 40 }), line('of none', { level: 50 }));
  expect(await messages(ofRun, 2)).toEqual(['one', 'two']);
  expect((await messages(loud, 3)).toSorted()).toEqual(['of another', 'of none', 'two']);
  const many = Array.from({ length: 900 }, (_, index) => `${index}`);
  await write(url, ...many.map((message) => line(message, { flow_run_id: run })));
  expect(await messages(ofRun, 900)).toEqual(many);
});

test('a listener that asks for nothing that is known is refused', async () => {
  await using app = await testApp();
  await using socket = await enter(await app.listen(), '/logs/out');
  socket.send({ type: 'filter', filter: { flow_run: {} } });
  expect(await socket.closed).toMatchObject({
    code: 1002,
    reason: 'Invalid filter: flow_run: is not known here',
  });
});
