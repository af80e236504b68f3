const origins = new WeakMap<object, string>();
/** Members of an input that are looked at: more would cost what knowing it is not worth. */
const membersMax = 100;

/** Remembers which task run a value came from, for as long as somebody holds the value. Plain values have no identity. */
export const rememberOrigin = (value: unknown, taskRunId: string): void => {
  if (typeof value === 'object' && value !== null) origins.set(value, taskRunId);
};

const originOf = (value: unknown): string[] => {
  const origin = typeof value === 'object' && value !== null ? origins.get(value) : undefined;
  return origin === undefined ? [] : [origin];
};

/** Its own members, of lists and plain objects alone: others may compute theirs. */
const membersOf = (input: object): [name: string, value: unknown][] => {
  if (Array.isArray(input)) return input.slice(0, membersMax).map((value) => ['input', value]);
  const prototype: unknown = Object.getPrototypeOf(input);
  if (prototype !== Object.prototype && prototype !== null) return [];
  return Object.entries(input).slice(0, membersMax);
};

/** The task runs that an input came from, by the name of its member; `input` for the input itself and for a list. */
export const originsOf = (input: unknown): Record<string, string[]> => {
  if (typeof input !== 'object' || input === null) return {};
  const found: Record<string, string[]> = {};
  for (const [name, value] of [['input', input] as const, ...membersOf(input)]) {
    for (const id of originOf(value)) {
      const known = found[name] ?? [];
      if (!known.includes(id)) found[name] = [...known, id];
    }
  }
  return found;
};
