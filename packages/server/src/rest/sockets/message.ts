import { isTooDeep } from '../../http/body.ts';

/** A frame's text as JSON; null where it is none, or nested deeper than anything that is meant. */
export const parseFrame = (text: string): unknown => {
  if (isTooDeep(text)) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** The members of a message; of what is no object: none. */
export const parseMessage = (text: string): Record<string, unknown> => {
  const parsed = parseFrame(text);
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
};
