import { existsSync, globSync } from 'node:fs';
import { resolve } from 'node:path';

export type ExpandedFiles = { files: string[]; faults: string[] };

/** The files that paths and patterns name, each once, as absolute paths; a fault for what names none. */
export const expandFiles = (patterns: readonly string[], folder: string): ExpandedFiles => {
  const files = new Set<string>();
  const faults: string[] = [];
  for (const pattern of patterns) {
    // A path may hold characters that a pattern would read otherwise.
    const found = existsSync(resolve(folder, pattern))
      ? [pattern]
      : globSync(pattern, { cwd: folder, exclude: (name) => name === 'node_modules' }).sort();
    for (const file of found) files.add(resolve(folder, file));
    if (found.length === 0) faults.push(`${pattern}: there is no such file`);
  }
  return { files: [...files], faults };
};
