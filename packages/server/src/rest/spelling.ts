/** What the operators of a filter are called in Prefect's REST, where they end in an underscore. */
const operators: Readonly<Record<string, string>> = {
  any: 'any_',
  notAny: 'not_any_',
  all: 'all_',
  isNull: 'is_null_',
  like: 'like_',
  before: 'before_',
  after: 'after_',
  ge: 'ge_',
  le: 'le_',
  eq: 'eq_',
  exists: 'exists_',
  startsWith: 'startswith_',
  // Of who made a run.
  id: 'id_',
  type: 'type_',
};

/** How `and` and `or` are spelled where a filter says how its members combine. */
export const combinations: Readonly<Record<string, string>> = { and: 'and_', or: 'or_' };

export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** An object of a filter that holds nothing but operators. */
const isOperators = (names: readonly string[]): boolean => {
  const others = names.filter((name) => name !== 'operator');
  return (
    others.length > 0 &&
    others.every((name) => name in operators) &&
    others.some((name) => name !== 'id' && name !== 'type')
  );
};

/** The wire names of an object's members, in their order. */
export const wireNames = (names: readonly string[]): string[] => {
  const filter = isOperators(names);
  return names.map((name) => (filter ? (operators[name] ?? snake(name)) : snake(name)));
};
