import { flowRunFilter } from '@carillon/core';
import { expect, test } from 'vitest';
import { refuseEverything } from './narrows.ts';

const refused = { code: 'FILTER_MISSING' };

test.each([
  {},
  { flowRuns: null },
  { flowRuns: {} },
  { flowRuns: { name: {} } },
  { flowRuns: { name: { like: '' }, tags: { all: [] } } },
  { flowRuns: { id: { notAny: [] } } },
  { flowRuns: { operator: 'or', state: { type: { any: ['FAILED'] } }, name: {} } },
])('%j lets every row pass, so it is refused', ({ flowRuns }) => {
  const filters = { flowRuns: flowRuns && flowRunFilter.parse(flowRuns) };
  expect(() => refuseEverything(filters)).toThrow(expect.objectContaining(refused));
});

test('a filter of any noun will do', () => {
  const name = { any: ['a'] };
  refuseEverything({ flowRuns: flowRunFilter.parse({ name }) });
  refuseEverything({ flows: { operator: 'and', name } });
  refuseEverything({ flowRuns: flowRunFilter.parse({ id: { any: [] } }) });
});
