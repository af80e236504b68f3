import { jsonDepthMax } from '@carillon/core';

export const bodyBytesMax = 1_000_000;

/** tRPC wraps an input in up to two levels (batch index, `json`), and a parameters object lies two levels inside its input. */
const depthMax = jsonDepthMax + 6;

/** Whether JSON text is nested deeper than any input may be; brackets inside strings do not count. */
export const isTooDeep = (json: string, max = depthMax): boolean => {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < json.length; index += 1) {
    const code = json.charCodeAt(index);
    if (inString) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > max) return true;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return false;
};

/** The bytes of a body, or null once there are more than allowed; what comes after those is not read. */
export const readBody = async (
  body: ReadableStream<Uint8Array> | null,
): Promise<Buffer<ArrayBuffer> | null> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.byteLength;
    if (size > bodyBytesMax) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
};
