import { killGroup } from '../processes/kill-group.ts';
import { asking } from './ask.ts';
import { captureOutput } from './capture-output.ts';
import type { FromChild, LineOf, StopReason, ToChild } from './messages.ts';
import { runnerWatch } from './runner-watch.ts';

// The process of one run: it waits for its order, loads the flow (perhaps ahead of it), runs it once, and ends. Only what that waiting needs is
// imported at first; the SDK follows while the process is idle, so that neither its start nor the run's waits for it.

const say = (message: FromChild): Promise<void> =>
  new Promise((resolve) => {
    if (process.send) process.send(message, () => resolve());
    else resolve();
  });

const reasons: Record<StopReason, DOMException> = {
  'timed-out': new DOMException('the run has timed out', 'TimeoutError'),
  cancelled: new DOMException('the run was cancelled', 'AbortError'),
  draining: new DOMException('the runner is stopping', 'AbortError'),
};
const aborter = new AbortController();
const begin = Promise.withResolvers<void>();
/** What ends each sub-flow that is under way. */
const subflows = new Map<string, AbortController>();
// Known once there is a flow that writes.
let lineOf = (): LineOf => ({});
const output = captureOutput((line) => void say({ type: 'log', line: { ...line, ...lineOf() } }));
const runner = runnerWatch(() => killGroup(process.pid, 'SIGKILL'));
const { ask, hear } = asking(say, aborter.signal);
const machinery = new Promise((resolve) => setImmediate(resolve)).then(() => import('./execute.ts'));

const run = async (order: Extract<ToChild, { type: 'load' }>['order']): Promise<void> => {
  const { execute, lineOfScope } = await machinery;
  lineOf = () => lineOfScope(order.run.id);
  const last = await execute(order, {
    signal: aborter.signal,
    subflows,
    say,
    ask,
    begin: begin.promise,
  });
  output.flush();
  await say(last);
  process.exit(0);
};

process.on('message', (message: ToChild) => {
  if (message.type === 'import') void machinery.then(({ importAhead }) => importAhead(message.file));
  else if (message.type === 'load') void run(message.order);
  else if (message.type === 'begin') begin.resolve();
  else if (message.type === 'here') runner.isHere(message.forMs);
  else if (message.type === 'stop') aborter.abort(reasons[message.reason]);
  else if (message.type === 'cancel-subflow') subflows.get(message.id)?.abort(reasons.cancelled);
  else hear(message);
});
process.once('disconnect', () => process.exit(1));
process.on('uncaughtExceptionMonitor', (error) => void say({ type: 'uncaught', message: String(error) }));
// The runner tells why before it signals; a signal from elsewhere aborts the flow all the same. An interrupt at the
// terminal is the runner's affair.
process.on('SIGTERM', () => aborter.abort(new DOMException('the process was told to end', 'AbortError')));
process.on('SIGINT', () => {});
