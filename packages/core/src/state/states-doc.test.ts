import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { statesDoc } from '../../../../scripts/write-states-doc.ts';

test('docs/states.md says what the code does; node scripts/write-states-doc.ts writes it anew', () => {
  const written = readFileSync(new URL('../../../../docs/states.md', import.meta.url), 'utf8');
  expect(written).toBe(statesDoc());
});
