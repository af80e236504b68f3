import { inspect } from 'node:util';
import type { RunLog } from '@carillon/sdk';
import { lineJoiner } from './lines.ts';
import type { LogLine } from './messages.ts';

const levels = { debug: 10, info: 20, warn: 30, error: 40 } as const;

const errorsShown = (_key: string, value: unknown): unknown =>
  value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value;

const fieldsInWords = (fields: object): string => {
  try {
    return JSON.stringify(fields, errorsShown);
  } catch {
    return inspect(fields);
  }
};

/** A flow's `log`: each call is one message, its fields behind it as JSON. */
export const runLog = (emit: (line: LogLine) => void): RunLog => {
  const at =
    (level: number) =>
    (message: string, fields?: object): void => {
      const joiner = lineJoiner((text) => emit({ level, message: text, timestamp: Date.now() }));
      joiner.add(fields === undefined ? String(message) : `${message} ${fieldsInWords(fields)}`);
      joiner.flush();
    };
  return { debug: at(levels.debug), info: at(levels.info), warn: at(levels.warn), error: at(levels.error) };
};
