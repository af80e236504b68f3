import { expect, it } from 'vitest';
import { readArguments } from './arguments.ts';

it('reads files and options', () => {
  expect(readArguments(['a.ts', '--limit', '8', 'b.ts', '--name', 'west', '--url', 'http://x'])).toEqual({
    files: ['a.ts', 'b.ts'],
    pool: undefined,
    limit: 8,
    name: 'west',
    url: 'http://x',
    help: false,
  });
});

it('reads a pool and its queues', () => {
  expect(readArguments(['--pool', 'local', 'a.ts']).pool).toEqual({ name: 'local' });
  expect(readArguments(['--pool', 'local', '--queue', 'fast', '--queue', 'slow']).pool).toEqual({
    name: 'local',
    queues: ['fast', 'slow'],
  });
});

it.each([
  [['--queue', 'fast'], '--queue needs --pool: queues belong to pools'],
  [['--limit', '0'], '--limit must be a whole number from 1 to 1000, not "0"'],
  [['--limit', 'many'], '--limit must be a whole number from 1 to 1000, not "many"'],
  [['--lmit', '3'], "Unknown option '--lmit'"],
])('refuses %j with words', (argv, words) => {
  expect(() => readArguments(argv)).toThrow(words);
});
