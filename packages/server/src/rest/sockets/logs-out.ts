import { type log, logFilter } from '@carillon/core';
import type { z } from 'zod';
import { followLogs } from '../../features/logs/follow-logs.ts';
import { codecOf } from '../codec.ts';
import { line } from '../log-line.ts';
import { firstFilter } from './first-filter.ts';
import type { SocketHandler } from './handler.ts';

const codec = codecOf(line);

const textOf = (one: z.input<typeof log>): string =>
  JSON.stringify({ type: 'log', log: codec.write({ ...one, updated: one.created }) });

/** Tells a listener the lines of logs that it asks for, from now on. */
export const logsOut: SocketHandler = async (session, { services }) => {
  const asked = await firstFilter(session, logFilter, services.clock.now());
  if (asked === null) return;
  void session.untilClosed();
  const lines = followLogs(services, { filter: asked.filter, over: session.over });
  for await (const batch of lines) await session.send(batch.map(textOf));
};
