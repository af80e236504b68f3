/** What a URL says behind its `?`: plain words, so that an address can be read, written and shared. */
export const parseSearch = (text: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(text));

export const stringifySearch = (search: Record<string, unknown>): string => {
  const given = Object.entries(search).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  );
  const text = new URLSearchParams(given).toString();
  return text === '' ? '' : `?${text}`;
};

/** Keeps the members that a page knows. */
export const searchOf =
  <Name extends string>(...names: readonly Name[]) =>
  (search: Record<string, unknown>): { [K in Name]?: string | undefined } => {
    const kept: { [K in Name]?: string | undefined } = {};
    for (const name of names) if (typeof search[name] === 'string') kept[name] = search[name];
    return kept;
  };
