import { randomFillSync } from 'node:crypto';

const bytes = new Uint8Array(16 * 256);
let used = bytes.length;
let lastMs = 0;
let sequence = 0;

const hex = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

/** No id made before this instant is as great, and no id made from then on is smaller. */
export const firstIdAt = (at: Date): string => {
  const ms = Math.max(0, at.getTime()).toString(16).padStart(12, '0');
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-000000000000`;
};

/**
 * A UUID version 7 (RFC 9562): 48 bits of milliseconds, a 12-bit counter within them, 62 random bits. Ascending within a
 * process, so that indexes on ids grow at their end.
 */
export const newId = (now: Date): string => {
  const ms = Math.max(now.getTime(), lastMs);
  sequence = ms === lastMs ? sequence + 1 : 0;
  lastMs = ms;
  if (sequence > 0xfff) {
    lastMs += 1;
    sequence = 0;
  }
  if (used >= bytes.length) {
    randomFillSync(bytes);
    used = 0;
  }
  const high = Math.floor(lastMs / 0x10000);
  const low = lastMs % 0x10000;
  const at = (index: number): number => bytes[used + index] ?? 0;
  const octet = (value: number): string => hex[value & 0xff] ?? '00';
  const id =
    `${octet(high >>> 24)}${octet(high >>> 16)}${octet(high >>> 8)}${octet(high)}-` +
    `${octet(low >>> 8)}${octet(low)}-${octet(0x70 | (sequence >>> 8))}${octet(sequence)}-` +
    `${octet(0x80 | (at(0) & 0x3f))}${octet(at(1))}-` +
    `${octet(at(2))}${octet(at(3))}${octet(at(4))}${octet(at(5))}${octet(at(6))}${octet(at(7))}`;
  used += 8;
  return id;
};
