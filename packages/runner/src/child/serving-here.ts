// A program that calls serve() is imported by its children to get at its flows. In a child serve() hands its definitions over
// instead of serving. One slot for the process: a program and its runner may hold two copies of this package.
const key = Symbol.for('carillon.servedInChild');
// A global of our own making, which the type of globalThis cannot know.
const slot = globalThis as typeof globalThis & { [key]?: (definitions: readonly unknown[]) => void };

/** In a child: whoever calls serve() from now on hands its definitions to `take`. */
export const takeServed = (take: (definitions: readonly unknown[]) => void): void => {
  slot[key] = take;
};

/** True in a child, and then the definitions are handed over. */
export const handOverInChild = (definitions: readonly unknown[]): boolean => {
  slot[key]?.(definitions);
  return slot[key] !== undefined;
};
