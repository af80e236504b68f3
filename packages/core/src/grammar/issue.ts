/** A fault in a schedule's text: what stands there, what is wrong with it, and where. */
export class GrammarError extends Error {
  override readonly name = 'GrammarError';
}

const escaped = (letter: string): string =>
  `\\u${(letter.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/** Text as a message shows it: on one line, control characters by their code, cut where it is long. */
export const shown = (text: string, most = 80): string => {
  const line = text
    .slice(0, 10 * most)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\p{Cc}/gu, escaped)
    .trim();
  return line.length > most ? `${line.slice(0, most)}…` : line;
};

export const quoted = (text: string, most?: number): string => `"${shown(text, most)}"`;
