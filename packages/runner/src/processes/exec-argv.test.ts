import { expect, it } from 'vitest';
import { childExecArgv } from './exec-argv.ts';

it('keeps loaders and limits, drops debuggers, tests, watching and code', () => {
  expect(
    childExecArgv([
      '--import',
      './instrument.mjs',
      '--conditions=source',
      '--max-old-space-size=512',
      '--inspect-brk=0',
      '--watch-path',
      './src',
      '--test',
      '-e',
      'await serve()',
      '--enable-source-maps',
    ]),
  ).toEqual([
    '--import',
    './instrument.mjs',
    '--conditions=source',
    '--max-old-space-size=512',
    '--enable-source-maps',
  ]);
});
