import { expect, test } from 'vitest';
import { members, table } from './table.ts';

test('columns are as wide as their widest cell, and those that are empty are left out', () => {
  const rows = [
    ['report/daily', '', 'ready'],
    ['a/b', '', ''],
  ];
  expect(table(['DEPLOYMENT', 'LATE', 'STATUS'], rows)).toBe(
    ['DEPLOYMENT    STATUS', 'report/daily  ready', 'a/b'].join('\n'),
  );
});

test('members stand under each other, with room for more than one line', () => {
  expect(
    members([
      ['run', 'rosy-heron'],
      ['message', null],
      ['states', 'Pending\nRunning'],
    ]),
  ).toBe(['run     rosy-heron', 'states  Pending', '        Running'].join('\n'));
});
