import { issuesInWords } from '@carillon/core';
import type { z } from 'zod';
import { InvalidRequest, readWire } from '../body.ts';
import { parseMessage } from './message.ts';
import type { Session } from './session.ts';

const protocolError = 1002;

/** The filter that a listener sends first, and its other members; null once it has gone, or was refused for what it sent. */
export const firstFilter = async <S extends z.ZodType>(
  session: Session,
  schema: S,
  now: Date,
): Promise<{ filter: z.output<S>; message: Record<string, unknown> } | null> => {
  const text = await session.nextText();
  if (text === null) return null;
  const message = parseMessage(text);
  if (message.type !== 'filter') {
    session.close(protocolError, "Expected 'filter' message");
    return null;
  }
  try {
    return { filter: readWire(schema, message.filter, { now }), message };
  } catch (error) {
    if (!(error instanceof InvalidRequest)) throw error;
    session.close(protocolError, `Invalid filter: ${issuesInWords(error.issues)}`);
    return null;
  }
};
