import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { issuesInWords } from '@carillon/core';
import { loadFault } from '@carillon/runner';
import { z } from 'zod';

const names = ['carillon.config.ts', 'carillon.config.mts', 'carillon.config.js', 'carillon.config.mjs'];

/** What `carillon.config.ts` exports by default. */
const configFile = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'must be an address such as http://127.0.0.1:4200' }).optional(),
  /** Files or patterns. */
  flows: z.array(z.string()).min(1, 'must name at least one file'),
  limit: z.int().min(1).max(1000).optional(),
});
type ConfigFile = z.output<typeof configFile>;

/** The configuration of a folder, or null where it has none. Throws with file, line or member, and words. */
export const readConfigFile = async (folder: string): Promise<ConfigFile | null> => {
  const path = names.map((name) => resolve(folder, name)).find((candidate) => existsSync(candidate));
  if (path === undefined) return null;
  const exported: unknown = await import(pathToFileURL(path).href).catch((error: unknown) => {
    throw new Error(loadFault(path, error), { cause: error });
  });
  const read = z.object({ default: configFile }).safeParse(exported);
  if (read.success) return read.data.default;
  const issues = read.error.issues.map(({ path: [, ...at], message }) => ({ path: at.map(String), message }));
  throw new Error(`${path}: its default export is not a configuration: ${issuesInWords(issues)}`);
};
