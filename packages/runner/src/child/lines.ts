/** The longest message that is sent as one; the server takes 65,536 bytes, and a character has up to three here. */
const charactersMax = 20_000;

const cut = (text: string): string[] => {
  const parts: string[] = [];
  for (let at = 0; at < text.length; at += charactersMax) parts.push(text.slice(at, at + charactersMax));
  return parts;
};

/** Text that can be kept: no NUL, no half of a surrogate pair. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');

/**
 * Puts chunks of output together to whole lines: what one chunk brings up to its last line end is one message, so that the
 * lines of one call stay together. A blank message is dropped; a huge one is cut into several.
 */
export const lineJoiner = (emit: (message: string) => void): { add(chunk: string): void; flush(): void } => {
  let rest = '';
  const say = (text: string): void => {
    if (text.trim() === '') return;
    for (const part of cut(text)) emit(storable(part));
  };
  return {
    add(chunk) {
      const text = rest + chunk;
      const end = text.lastIndexOf('\n');
      rest = text.slice(end + 1);
      if (end >= 0) say(text.slice(0, end).replace(/\r$/, ''));
      if (rest.length > charactersMax) {
        say(rest);
        rest = '';
      }
    },
    flush() {
      say(rest);
      rest = '';
    },
  };
};
