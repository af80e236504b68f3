import { relative } from 'node:path';
import { type Definition, loadDeployments } from '@carillon/runner';
import { fullName } from '@carillon/sdk';
import { readConfigFile } from './config-file.ts';
import { expandFiles } from './expand-files.ts';

export type LoadedDefinitions = {
  definitions: Definition[];
  /** What does not load or is not there: file, line, and words. */
  faults: string[];
  /** As `carillon.config.ts` has them. */
  url: string | undefined;
  limit: number | undefined;
};

const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Loads the deployments of these files and patterns or, when none is named, of `carillon.config.ts`. A file that does not load
 * is a fault; the others' deployments are there all the same. Never rejects.
 */
export const loadDefinitions = async (
  patterns: readonly string[],
  folder: string = process.cwd(),
): Promise<LoadedDefinitions> => {
  const faults: string[] = [];
  const config = await readConfigFile(folder).catch((error: unknown) => {
    faults.push(inWords(error));
    return null;
  });
  if (patterns.length === 0 && config === null && faults.length === 0) {
    faults.push('no flow files are named, and there is no carillon.config.ts here');
  }
  const expanded = expandFiles(patterns.length > 0 ? patterns : (config?.flows ?? []), folder);
  faults.push(...expanded.faults);

  const definitions = new Map<string, Definition>();
  for (const file of expanded.files) {
    const shown = relative(folder, file);
    try {
      const deployments = await loadDeployments(file);
      if (deployments.length === 0) faults.push(`${shown}: exports no deployment`);
      for (const deployment of deployments) {
        const name = fullName(deployment);
        const other = definitions.get(name);
        if (other?.file === file)
          faults.push(`${shown}: has two deployments named ${name}; the first is taken`);
        else if (other)
          faults.push(`${shown}: ${name} is also in ${relative(folder, other.file)}, which is taken`);
        else definitions.set(name, { file, deployment });
      }
    } catch (error) {
      faults.push(inWords(error));
    }
  }
  return { definitions: [...definitions.values()], faults, url: config?.url, limit: config?.limit };
};
