/** A fault in a schedule's text: what stands there, what is wrong with it, and where. */
export class GrammarError extends Error {
  override readonly name = 'GrammarError';
}

const shownMax = 80;

/** Text as it is quoted in a message: on one line, cut where it is long. */
export const quoted = (text: string): string => {
  const line = text
    .slice(0, 10 * shownMax)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return `"${line.length > shownMax ? `${line.slice(0, shownMax)}…` : line}"`;
};
