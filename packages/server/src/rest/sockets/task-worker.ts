import { setTimeout as delay } from 'node:timers/promises';
import { api, type taskRun, text } from '@carillon/core';
import { z } from 'zod';
import { handOutDeferred } from '../../features/task-runs/hand-out-deferred.ts';
import { inTransaction } from '../../transaction.ts';
import { codecOf } from '../codec.ts';
import type { SocketHandler } from './handler.ts';
import { parseMessage } from './message.ts';
import type { Session } from './session.ts';

const nobody = { actor: null };
const codec = codecOf(api.taskRuns.read.output);
/** How long a task run may go unnoticed. */
const lookMs = 500;
/** How long a worker may take to say that it has what it was sent. */
const answerMs = 10_000;
const violation = 4001;

const subscription = z.object({
  type: z.literal('subscribe'),
  keys: z.array(text.max(1000)).min(1).max(1000),
  client_id: text.min(1).max(1000),
});

/** The tasks that a worker carries out; null, and the socket is closed, when it does not say it. */
const subscribedTasks = async (session: Session): Promise<string[] | null> => {
  const first = await session.nextText();
  if (first === null) return null;
  const asked = subscription.safeParse(parseMessage(first));
  if (asked.success) return asked.data.keys;
  const [wrong] = asked.error.issues;
  const expected =
    wrong?.path[0] === 'type' ? "'subscribe' message" : `'${String(wrong?.path[0])}' in subscribe message`;
  session.close(violation, `Protocol violation: expected ${expected}`);
  return null;
};

/** Hands deferred task runs to a worker of their tasks, one after the other, each once it has taken the one before. */
export const taskWorker: SocketHandler = async (session, { services }) => {
  const taskKeys = await subscribedTasks(session);
  if (taskKeys === null) return;
  // Waited for all the time, so that pings are answered.
  let reply = session.nextText();

  const isTaken = async (): Promise<boolean> => {
    const late = setTimeout(() => session.close(violation, 'no ack came in time'), answerMs);
    const said = await reply;
    clearTimeout(late);
    reply = session.nextText();
    const type = said === null ? null : parseMessage(said).type;
    if (type === 'quit') session.close(1000, '');
    else if (type !== 'ack') session.close(violation, "Protocol violation: expected 'ack' message");
    return type === 'ack';
  };
  const offer = async (run: z.input<typeof taskRun>): Promise<boolean> => {
    await session.send([JSON.stringify(codec.write(run))]);
    return isTaken();
  };

  while (!session.over.aborted) {
    const handed = await inTransaction(services, nobody, (context) =>
      handOutDeferred(context, { taskKeys, offer }),
    );
    if (handed?.taken === false) return;
    if (handed !== null) continue;
    const isQuiet = await Promise.race([reply.then(() => false), delay(lookMs, true)]);
    // What is said unasked is that it goes.
    if (!isQuiet) return session.close(1000, '');
  }
};
