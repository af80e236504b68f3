import { NoAnswer } from './answer.ts';

/** One event of a `text/event-stream`. With its id one can go on after it. */
export type StreamEvent = { name: string; data: string; id: string | null };

const empty: StreamEvent = { name: 'message', data: '', id: null };

/** The events of a stream in the form that the HTML standard describes; ends with the stream. A stream that breaks is a NoAnswer. */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  let event = empty;
  for await (const line of linesOf(body)) {
    if (line !== '') {
      event = withLine(event, line);
    } else {
      if (event.data !== '' || event.name !== 'message') yield event;
      event = empty;
    }
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    while (true) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new NoAnswer('the stream broke off', { cause });
      });
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

const withLine = (event: StreamEvent, line: string): StreamEvent => {
  const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
  if (field === 'event') return { ...event, name: value };
  if (field === 'id') return { ...event, id: value };
  if (field === 'data') return { ...event, data: event.data === '' ? value : `${event.data}\n${value}` };
  return event;
};
