import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type AnyFlow, type Deployment, isDeployment } from '@carillon/sdk';
import { findFlow } from './find-flow.ts';
import { loadFault } from './load-fault.ts';
import { takeServed } from './serving-here.ts';

/** How long after its import a module may still come to call serve(). */
const servedWithinMs = 1000;

type Imported = {
  served: Promise<readonly unknown[]>;
  found: Promise<readonly unknown[]>;
};
const imported = new Map<string, Imported>();

/** Imports a module, once; a call of serve() in it, now or later, only hands over what it would serve. */
const importModule = (file: string): Imported => {
  const earlier = imported.get(file);
  if (earlier) return earlier;
  const served = new Promise<readonly unknown[]>((resolve) => takeServed(resolve));
  const exported = import(pathToFileURL(file).href).then(
    (module: object): readonly unknown[] => Object.values(module),
    (error: unknown) => {
      throw new Error(loadFault(file, error), { cause: error });
    },
  );
  const module = { served, found: Promise.race([served, exported]) };
  imported.set(file, module);
  return module;
};

/** Imports a module before anybody needs it; what is wrong with it is told when somebody does. */
export const importAhead = (file: string): void => {
  importModule(file).found.catch(() => {});
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
