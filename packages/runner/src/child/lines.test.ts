import { expect, it } from 'vitest';
import { lineJoiner } from './lines.ts';

const joined = (...chunks: string[]): string[] => {
  const messages: string[] = [];
  const joiner = lineJoiner((message) => void messages.push(message));
  for (const chunk of chunks) joiner.add(chunk);
  joiner.flush();
  return messages;
};

it('keeps the lines of one call together', () => {
  expect(joined('one\ntwo\n', 'three\n')).toEqual(['one\ntwo', 'three']);
});

it('puts a line together from its chunks', () => {
  expect(joined('on', 'e\ntw', 'o')).toEqual(['one', 'two']);
});

it('drops blank messages', () => {
  expect(joined('\n', '  \n', 'x\r\n')).toEqual(['x']);
});

it('makes text storable', () => {
  expect(joined('a\0b\ud800c')).toEqual(['a\ufffdb\ufffdc']);
});

it('cuts what is too long for one message, and loses nothing of it', () => {
  const long = 'x'.repeat(50_000);
  const messages = joined(long.slice(0, 30_000), `${long.slice(30_000)}\n`);
  expect(messages.join('')).toBe(long);
  expect(Math.max(...messages.map((message) => message.length))).toBeLessThanOrEqual(20_000);
});
