import type { JsonValue } from '../schemas/json.ts';

/** Whether a state's data is a stored result: an object with something in it, and not the mark of one that was dropped. */
export const carriesResult = (data: JsonValue): boolean =>
  typeof data === 'object' &&
  data !== null &&
  !Array.isArray(data) &&
  Object.keys(data).length > 0 &&
  data.type !== 'unpersisted';
