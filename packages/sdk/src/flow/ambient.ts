import type { FlowContext } from './context.ts';
import type { RunReporter } from './run-reporter.ts';

/** Where code runs: in which flow run, and in which of its tasks. */
export type Scope = {
  readonly context: FlowContext;
  /** Makes tasks and sub-flows visible; null where nobody does. */
  readonly reporter: RunReporter | null;
  /** The task run that is calling; null in the flow's own code. */
  readonly taskRunId: string | null;
};

/** Keeps the scope for everything that a flow calls; Node's `AsyncLocalStorage<Scope>` is one. */
export type ScopeStorage = {
  getStore(): Scope | undefined;
  run<Result>(scope: Scope, body: () => Result): Result;
};

// One slot for the whole process: a runner and the flows it loads may hold two copies of this package.
const key = Symbol.for('carillon.scopeStorage');
// A global of our own making, which the type of globalThis cannot know.
const slot = globalThis as typeof globalThis & { [key]?: ScopeStorage | undefined };

/** The runner gives its storage here, for this package's main entry imports nothing of Node. */
export const setScopeStorage = (storage: ScopeStorage | null): void => {
  slot[key] = storage ?? undefined;
};

/** The scope of the calling code, if a runner keeps one. */
export const currentScope = (): Scope | undefined => slot[key]?.getStore();

/** The context of the flow run that is calling, if a runner keeps one. */
export const currentContext = (): FlowContext | undefined => currentScope()?.context;

/** Runs `body` so that what it calls finds this context, and whatever else of the scope is given. */
export const inScope = <Result>(
  given: Pick<Scope, 'context'> & Partial<Scope>,
  body: () => Result,
): Result => {
  const storage = slot[key];
  const around = storage?.getStore() ?? { reporter: null, taskRunId: null };
  return storage ? storage.run({ ...around, ...given }, body) : body();
};
