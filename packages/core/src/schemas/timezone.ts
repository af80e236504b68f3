import { z } from 'zod';
import { isTimezone, timezoneFault } from '../grammar/timezone.ts';

/** An IANA name, in its own spelling. */
export const timezoneName = z
  .string()
  .refine(isTimezone, { error: ({ input }) => timezoneFault(String(input)) });
