import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { insertLogs } from './statements/insert-logs.ts';

type Input = z.output<(typeof api)['logs']['create']['input']>;

/** Keeps lines in the order in which they came; whether their runs exist is not asked. */
export const createLogs = async (
  { db, now, afterCommit, services }: Context,
  { logs }: Input,
): Promise<null> => {
  if (logs.length === 0) return null;
  await insertLogs(db, { logs, now });
  const runs = new Set(logs.map(({ flowRunId }) => flowRunId).filter((id) => id !== null));
  afterCommit(() => services.wake.linesLogged([...runs]));
  return null;
};
