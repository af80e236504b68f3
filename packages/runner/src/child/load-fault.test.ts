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
