import { MessageChannel } from 'node:worker_threads';
import { until } from '@carillon/testing/until';
import { expect, it } from 'vitest';
import { runnerWatch } from './runner-watch.ts';

it('a runner that says nothing more in time is gone', async () => {
  let gone = 0;
  const watch = runnerWatch(() => {
    gone += 1;
  });
  watch.isHere(20);
  await until('it is gone', () => gone > 0);
  expect(gone).toBe(1);
});

it('a runner whose word was waiting while the process was busy is there', async () => {
  let gone = false;
  const watch = runnerWatch(() => {
    gone = true;
  });
  const heard = new MessageChannel();
  const last = Promise.withResolvers<void>();
  heard.port2.on('message', () => {
    watch.isHere(60_000);
    last.resolve();
  });
  watch.isHere(10);
  heard.port1.postMessage('here');
  const busyUntil = performance.now() + 50;
  while (performance.now() < busyUntil);
  await last.promise;
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(gone).toBe(false);
  heard.port1.close();
});
