import type { Answer, Asked, FromChild, Question, Questions, ToChild } from './messages.ts';

/** Asks the runner; rejects with its words when it refuses, and with the signal's reason once the run is to end. */
export type Ask = <Kind extends Question>(
  kind: Kind,
  about: Questions[Kind]['asks'],
) => Promise<Questions[Kind]['answer']>;

type Waiting = { resolve: (answer: Answer) => void; reject: (error: unknown) => void };

/** `ask` for the flow's side, `hear` for what comes back; answers are told apart by the number of their question. */
export const asking = (
  say: (message: FromChild) => Promise<void>,
  signal: AbortSignal,
): { ask: Ask; hear: (message: Extract<ToChild, { type: 'answer' | 'refusal' }>) => void } => {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  signal.addEventListener('abort', () => {
    for (const { reject } of waiting.values()) reject(signal.reason);
    waiting.clear();
  });

  return {
    ask: async (kind, about) => {
      signal.throwIfAborted();
      asked += 1;
      const { promise, ...settle } = Promise.withResolvers<Answer>();
      waiting.set(asked, settle);
      // A pair of kind and what it asks, which a union of pairs cannot be told to be.
      await say({ type: 'ask', number: asked, asked: { kind, about } as Asked });
      return (await promise) as Questions[typeof kind]['answer']; // our own runner answers what was asked
    },
    hear(message) {
      const asker = waiting.get(message.number);
      waiting.delete(message.number);
      if (message.type === 'answer') asker?.resolve(message.answer);
      else asker?.reject(new Error(message.reason));
    },
  };
};
