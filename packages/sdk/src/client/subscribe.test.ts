import { testApp } from '@carillon/testing';
import { frontOf } from '@carillon/testing/front';
import { expect, test } from 'vitest';
import { createClient } from './client.ts';

test('a followed log goes on after its last line when the connection breaks, nothing twice and nothing left out', async () => {
  await using app = await testApp();
  await using front = await frontOf(await app.listen());
  const flowRunId = '00000000-0000-7000-8000-000000000001';
  const write = (message: string) =>
    app.caller.logs.create({
      logs: [{ name: 'flow', level: 20, message, timestamp: app.clock.now(), flowRunId }],
    });
  await write('one');
  await write('two');
  const heard: string[] = [];
  for await (const { message } of createClient({ url: front.url }).logs.follow({ flowRunId })) {
    heard.push(message);
    if (message === 'four') break;
    if (message !== 'two') continue;
    await front.down();
    await write('three');
    await write('four');
    await front.up();
  }
  expect(heard).toEqual(['one', 'two', 'three', 'four']);
});
