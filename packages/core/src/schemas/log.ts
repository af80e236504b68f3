import { z } from 'zod';
import { flowRunId, logId, taskRunId, workerId } from './id.ts';
import { text } from './text.ts';
import { instant } from './time.ts';

/** Python's and pino's common ground: 10 debug, 20 info, 30 warning, 40 error, 50 critical. */
const level = z.int().min(0).max(100);

export const log = z.object({
  id: logId,
  /** When it came; `timestamp` is when it was written. */
  created: instant,
  name: text,
  level,
  message: text,
  timestamp: instant,
  flowRunId: flowRunId.nullable(),
  taskRunId: taskRunId.nullable(),
  workerId: workerId.nullable(),
});
export type Log = z.output<typeof log>;

export const logMessageBytesMax = 65_536;

export const logCreate = z.strictObject({
  name: text.max(1000),
  level,
  message: text.max(logMessageBytesMax),
  timestamp: instant,
  flowRunId: flowRunId.nullable().default(null),
  taskRunId: taskRunId.nullable().default(null),
  workerId: workerId.nullable().default(null),
});
export type LogCreate = z.output<typeof logCreate>;
