import { pathToFileURL } from 'node:url';
import type { AnyFlow } from '@carillon/sdk';
import { findFlow } from './find-flow.ts';
import { loadFault } from './load-fault.ts';
import { takeServed } from './serving-here.ts';

/** Imports a module and finds a flow in what it exports or serves. Throws with words that a user can act on. */
export const loadFlow = async (file: string, name: string): Promise<AnyFlow> => {
  const served = new Promise<readonly unknown[]>((resolve) => takeServed(resolve));
  const exported = import(pathToFileURL(file).href).then(
    (module: object): readonly unknown[] => Object.values(module),
    (error: unknown) => {
      throw new Error(loadFault(file, error), { cause: error });
    },
  );
  const flow = findFlow(await Promise.race([served, exported]), name);
  if (!flow) throw new Error(`${file} exports no flow named ${name}`);
  return flow;
};
