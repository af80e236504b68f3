import { expect, test } from 'vitest';
import { eventsOf, type StreamEvent } from './event-stream.ts';

const read = async (...chunks: (string | Uint8Array)[]): Promise<StreamEvent[]> => {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks)
        controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
      controller.close();
    },
  });
  const events: StreamEvent[] = [];
  for await (const event of eventsOf(body)) events.push(event);
  return events;
};

test('reads events with and without a name', async () => {
  expect(await read('event: connected\ndata: {}\n\n\ndata: 1\n\n', 'event: return\ndata: \n\n')).toEqual([
    { name: 'connected', data: '{}', id: null },
    { name: 'message', data: '1', id: null },
    { name: 'return', data: '', id: null },
  ]);
});

test('does not care where the network cuts, not even within a character', async () => {
  const bytes = new TextEncoder().encode('data: "Grüße 🎉"\r\n\r\n');
  expect(await read(...[...bytes].map((byte) => Uint8Array.of(byte)))).toEqual([
    { name: 'message', data: '"Grüße 🎉"', id: null },
  ]);
});

test('joins the lines of one event, keeps its id, and leaves comments alone', async () => {
  expect(await read(': still here\nid: 7\ndata: a\ndata:b\n\n')).toEqual([
    { name: 'message', data: 'a\nb', id: '7' },
  ]);
});

test('drops an event that was cut off', async () => {
  expect(await read('data: 1\n\ndata: 2\n')).toEqual([{ name: 'message', data: '1', id: null }]);
});
