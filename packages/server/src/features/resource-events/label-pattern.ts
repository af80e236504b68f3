/** What a label may be: `*` and `?` stand for anything, and for one character; `!` before it turns it round. */
export type LabelPattern = { negated: boolean; pattern: string };

const read = (text: string): LabelPattern =>
  text.startsWith('!') ? { negated: true, pattern: text.slice(1) } : { negated: false, pattern: text };

export const labelPatterns = (values: string | readonly string[]): LabelPattern[] =>
  (typeof values === 'string' ? [values] : values).map(read);

export const likePattern = (pattern: string): string =>
  pattern
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_');

/** By comparing, not by a regular expression: whatever the pattern, in a time that grows with both lengths. */
export const matchesPattern = (pattern: string, value: string): boolean => {
  const wanted = Array.from(pattern);
  const given = Array.from(value);
  let at = 0;
  let next = 0;
  let star = -1;
  let starAt = 0;
  while (at < given.length) {
    if (wanted[next] === '*') {
      star = next;
      starAt = at;
      next += 1;
    } else if (next < wanted.length && (wanted[next] === '?' || wanted[next] === given[at])) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      // The star takes one character more.
      starAt += 1;
      at = starAt;
      next = star + 1;
    } else return false;
  }
  return wanted.slice(next).every((character) => character === '*');
};
