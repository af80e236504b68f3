import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type AnyFlow, type Deployment, isDeployment } from '@carillon/sdk';
import { findFlow } from './find-flow.ts';
import { loadFault } from './load-fault.ts';
import { takeServed } from './serving-here.ts';

/** How long after its import a module may still come to call serve(). */
const servedWithinMs = 1000;

/** Imports a module; a call of serve() in it, now or later, only hands over what it would serve. */
const importModule = (file: string) => {
  const served = new Promise<readonly unknown[]>((resolve) => takeServed(resolve));
  const exported = import(pathToFileURL(file).href).then(
    (module: object): readonly unknown[] => Object.values(module),
    (error: unknown) => {
      throw new Error(loadFault(file, error), { cause: error });
    },
  );
  return { served, found: Promise.race([served, exported]) };
};

/** The deployments that a module exports or serves; arrays of them too, each once. Throws with file, line and words. */
export const loadDeployments = async (file: string): Promise<Deployment[]> => [
  ...new Set((await importModule(file).found).flat().filter(isDeployment)),
];

/** A flow of what a module exports or serves. Throws with words that a user can act on. */
export const loadFlow = async (file: string, name: string): Promise<AnyFlow> => {
  const { served, found } = importModule(file);
  const flow =
    findFlow(await found, name) ??
    findFlow(await Promise.race([served, delay(servedWithinMs, [], { ref: false })]), name);
  if (!flow) throw new Error(`${file} exports no flow named ${name}`);
  return flow;
};
