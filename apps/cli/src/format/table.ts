/** Rows under their heads, every column as wide as its widest cell; what is empty in every row is left out. */
export const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string => {
  const used = heads.flatMap((_, index) =>
    rows.length === 0 || rows.some((row) => (row[index] ?? '') !== '') ? [index] : [],
  );
  const widths = new Map(
    used.map((index) => [index, Math.max(...[heads, ...rows].map((row) => (row[index] ?? '').length))]),
  );
  return [heads, ...rows]
    .map((row) =>
      used
        .map((index) => (row[index] ?? '').padEnd(widths.get(index) ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

/** Members under each other, their names in one column; what is null, undefined or empty is left out. */
export const members = (
  entries: readonly (readonly [name: string, value: string | null | undefined])[],
): string => {
  const shown = entries.filter(([, value]) => value !== null && value !== undefined && value !== '');
  const width = Math.max(0, ...shown.map(([name]) => name.length)) + 2;
  const indented = (value: string): string => value.replaceAll('\n', `\n${' '.repeat(width)}`);
  return shown.map(([name, value]) => `${name.padEnd(width)}${indented(value ?? '')}`).join('\n');
};
