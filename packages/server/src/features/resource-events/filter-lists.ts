/** A list of a filter; null where it is empty, and so says nothing. */
export const given = <T>(list: readonly T[] | null | undefined): readonly T[] | null =>
  list == null || list.length === 0 ? null : list;

const isList = <T>(filters: T | readonly T[]): filters is readonly T[] => Array.isArray(filters);

/** One filter, or several that must all be met. */
export const each = <T extends object>(filters: T | readonly T[] | null): readonly T[] =>
  filters === null ? [] : isList(filters) ? filters : [filters];
