import { DomainError } from '@carillon/core';
import { expect, it } from 'vitest';
import { loadFault } from './load-fault.ts';

it('names the line of the file itself before that of what it imports', () => {
  const error = new TypeError('x is not a function');
  error.stack = `TypeError: x is not a function
    at helper (file:///flows/lib/helper.ts:3:9)
    at file:///flows/report.ts:12:1
    at ModuleJob.run (node:internal/modules/esm/module_job:430:25)`;
  expect(loadFault('/flows/report.ts', error)).toMatch(
    /flows\/report\.ts:12: TypeError: x is not a function$/,
  );
});

it('names the place of a syntax error', () => {
  const error = new SyntaxError('Unexpected token');
  error.stack = 'file:///flows/report.ts:7\n  const = 1;\n        ^\n\nSyntaxError: Unexpected token';
  expect(loadFault('/flows/report.ts', error)).toMatch(/flows\/report\.ts:7: SyntaxError: Unexpected token$/);
});

it('names the file alone when the stack tells nothing', () => {
  expect(loadFault('/flows/report.ts', 'gone')).toMatch(/flows\/report\.ts: gone$/);
});

it('says what Carillon refuses in its own words, at the line of the file', () => {
  const message = 'cron "0 25 * * *": hour 25 is outside 0-23 (field 2)';
  const error = new DomainError('INPUT_INVALID', { issues: [{ path: [], message }] });
  error.stack = `DomainError: ${message}\n    at file:///flows/report.ts:5:15`;
  expect(loadFault('/flows/report.ts', error)).toMatch(/flows\/report\.ts:5: cron "0 25 \* \* \*": hour 25 /);
});
