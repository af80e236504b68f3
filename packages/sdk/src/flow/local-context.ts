import type { JsonObject } from '@carillon/core';
import { createClient } from '../client/client.ts';
import type { FlowContext, RunLog } from './context.ts';
import { pausesBy } from './pause.ts';

const line =
  (level: keyof RunLog) =>
  (message: string, fields?: object): void =>
    fields === undefined ? console[level](message) : console[level](message, fields);

/** Writes to the console of this process. */
const consoleLog: RunLog = {
  debug: line('debug'),
  info: line('info'),
  warn: line('warn'),
  error: line('error'),
};

const defaultUrl = 'http://127.0.0.1:4200';

/**
 * The context of a flow that is called as a plain function: no runner, nothing that could abort it. Its client asks the server
 * of the default address, should the flow use it.
 */
export const localContext = (parameters: JsonObject): FlowContext => ({
  log: consoleLog,
  signal: new AbortController().signal,
  run: {
    id: crypto.randomUUID(),
    name: 'local',
    scheduledTime: null,
    attempt: 1,
    leaseToken: null,
    parameters,
  },
  get carillon() {
    return createClient({ url: defaultUrl });
  },
  ...pausesBy(null),
});
