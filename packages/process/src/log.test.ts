import { expect, test } from 'vitest';
import { createLogger } from './log.ts';

const collect = (): { lines: Record<string, unknown>[]; destination: { write(line: string): void } } => {
  const lines: Record<string, unknown>[] = [];
  return { lines, destination: { write: (line) => void lines.push(JSON.parse(line)) } };
};

test('an event is one line: level by name, ISO time, message, fields', () => {
  const { lines, destination } = collect();
  createLogger({ level: 'info', destination }).info({ port: 4200 }, 'listening');
  expect(lines).toEqual([
    { level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), port: 4200, msg: 'listening' },
  ]);
});

test('secrets are blacked out, also inside objects', () => {
  const { lines, destination } = collect();
  createLogger({ level: 'info', destination }).info(
    {
      apiKey: 's1',
      config: { password: 's2', databaseUrl: 's3' },
      request: { headers: { authorization: 's4' } },
    },
    'secrets',
  );
  expect(JSON.stringify(lines)).not.toMatch(/s[1-4]/);
  expect(lines[0]).toMatchObject({ apiKey: '[secret]', request: { headers: { authorization: '[secret]' } } });
});

test('an error keeps its message, stack and causes', () => {
  const { lines, destination } = collect();
  const error = new Error('outer', { cause: new Error('inner') });
  createLogger({ level: 'info', destination }).error({ error }, 'failed');
  expect(lines[0]).toMatchObject({
    error: { message: 'outer', stack: expect.any(String), cause: { message: 'inner' } },
  });
});

test('what is below the level is not written', () => {
  const { lines, destination } = collect();
  createLogger({ level: 'error', destination }).info('quiet');
  createLogger({ level: 'silent', destination }).error('quiet');
  expect(lines).toEqual([]);
});
