import type { FlowContext } from './context.ts';

/** Keeps the current run for everything that a flow calls; Node's `AsyncLocalStorage<FlowContext>` is one. */
export type ContextStorage = {
  getStore(): FlowContext | undefined;
  run<Result>(context: FlowContext, body: () => Result): Result;
};

// One slot for the whole process: a runner and the flows it loads may hold two copies of this package.
const key = Symbol.for('carillon.contextStorage');
// A global of our own making, which the type of globalThis cannot know.
const slot = globalThis as typeof globalThis & { [key]?: ContextStorage | undefined };

/** The runner gives its storage here, for this package's main entry imports nothing of Node. */
export const setContextStorage = (storage: ContextStorage | null): void => {
  slot[key] = storage ?? undefined;
};

/** The context of the flow run that is calling, if a runner keeps one. */
export const currentContext = (): FlowContext | undefined => slot[key]?.getStore();

/** Runs `body` so that the tasks it calls find this context. */
export const inContext = <Result>(context: FlowContext, body: () => Result): Result => {
  const storage = slot[key];
  return storage ? storage.run(context, body) : body();
};
