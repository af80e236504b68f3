type Page<T> = { results: T[]; nextCursor: string | null };

/** What a list holds, page after page; at most so many. */
export const pages = async <T>(
  read: (cursor: string | null) => Promise<Page<T>>,
  max = Number.POSITIVE_INFINITY,
): Promise<T[]> => {
  const all: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await read(cursor);
    all.push(...page.results);
    cursor = page.nextCursor;
  } while (cursor !== null && all.length < max);
  return all.slice(0, max);
};
