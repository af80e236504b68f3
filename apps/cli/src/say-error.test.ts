import { ConfigError } from '@carillon/process';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sayError } from './say-error.ts';
import { UsageError } from './usage-error.ts';

const listen = () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => said.mockRestore());
  return said;
};

test.for([
  [new UsageError('no such option'), 2],
  [new ConfigError([{ env: 'CARILLON_PORT', message: 'too high' }]), 2],
  [new Error('port 4200 is in use by another program; --port picks another'), 1],
] as const)('what a user did is said in words: %s', ([error, status]) => {
  const said = listen();
  expect(sayError(error)).toBe(status);
  expect(said.mock.calls).toEqual([[error.message]]);
});

test.for([new TypeError('x is not a function'), new Error('invariant: never')])(
  'what we did is said with its stack: %s',
  (error) => {
    const said = listen();
    expect(sayError(error)).toBe(1);
    expect(said.mock.calls).toEqual([[error]]);
  },
);
