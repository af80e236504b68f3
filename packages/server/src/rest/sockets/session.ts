import type { Logger } from '@carillon/process';
import type { WebSocket } from 'ws';

export type Frame = { text: string } | { ping: Buffer };

/** One client's socket. */
export interface Session {
  /** Aborted when the client has gone, or the server stops. */
  readonly over: AbortSignal;
  /** The next frame, in the order in which they came; null once there are no more. Pings are for the caller to answer. */
  nextFrame(): Promise<Frame | null>;
  /** The next text; pings before it are answered. */
  nextText(): Promise<string | null>;
  /** Answers pings and passes over what else comes, until the end. */
  untilClosed(): Promise<void>;
  pong(data: Buffer): void;
  /** Resolves once these are on their way, so that no more is held for a client than it takes. */
  send(texts: readonly string[]): Promise<void>;
  close(code: number, reason: string): void;
}

/** Frames that wait to be looked at; the client's next ones stay in its own machine meanwhile. */
const waitingMax = 64;
/** A client that is not heard in two of these is gone. */
const pingMs = 20_000;
/** A reason is sent in a control frame, which is short. */
const reasonBytesMax = 123;
/** Any code but 1000 and 1001: those tell clients that there is nothing more to come. */
const restarting = 1012;

const shortened = (reason: string): string => {
  const bytes = Buffer.from(reason);
  return bytes.length <= reasonBytesMax
    ? reason
    : `${bytes
        .subarray(0, reasonBytesMax - 4)
        .toString()
        .replace(/\uFFFD+$/, '')}…`;
};

export const createSession = (
  socket: WebSocket,
  { log, stopping }: { log: Logger; stopping: AbortSignal },
): Session => {
  const waiting: Frame[] = [];
  const gone = new AbortController();
  let news = Promise.withResolvers<void>();
  const ring = (): void => {
    news.resolve();
    news = Promise.withResolvers();
  };
  let heard = true;

  const receive = (frame: Frame): void => {
    heard = true;
    waiting.push(frame);
    if (waiting.length >= waitingMax) socket.pause();
    ring();
  };
  const close = (code: number, reason: string): void => socket.close(code, shortened(reason));
  const stop = (): void => close(restarting, 'the server is stopping');
  let unsent = 0;
  const watch = setInterval(() => {
    // Who is slow to take what was sent answers late.
    const takes = socket.bufferedAmount < unsent;
    if (!heard && !takes) return socket.terminate();
    heard = false;
    unsent = socket.bufferedAmount;
    socket.ping();
  }, pingMs).unref();

  socket.on('message', (data, isBinary) =>
    isBinary ? close(1003, 'text frames only') : receive({ text: data.toString() }),
  );
  socket.on('ping', (ping) => receive({ ping }));
  socket.on('pong', () => {
    heard = true;
  });
  socket.on('error', (error) => log.debug({ error }, 'a socket failed'));
  socket.once('close', () => {
    clearInterval(watch);
    stopping.removeEventListener('abort', stop);
    gone.abort();
    ring();
  });
  stopping.addEventListener('abort', stop, { once: true });
  if (stopping.aborted) stop();

  const nextFrame = async (): Promise<Frame | null> => {
    while (waiting.length === 0) {
      if (gone.signal.aborted) return null;
      await news.promise;
    }
    const frame = waiting.shift() ?? null;
    if (waiting.length === 0) socket.resume();
    return frame;
  };
  const pong = (data: Buffer): void => {
    if (socket.readyState === socket.OPEN) socket.pong(data);
  };
  const nextText = async (): Promise<string | null> => {
    for (let frame = await nextFrame(); frame !== null; frame = await nextFrame()) {
      if ('text' in frame) return frame.text;
      pong(frame.ping);
    }
    return null;
  };

  return {
    over: AbortSignal.any([gone.signal, stopping]),
    nextFrame,
    nextText,
    async untilClosed() {
      while ((await nextText()) !== null);
    },
    pong,
    async send(texts) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const last = texts.length - 1;
      // With an error the socket is closed, which ends whoever sends.
      for (const [index, text] of texts.entries())
        socket.send(text, index === last ? () => resolve() : undefined);
      if (texts.length > 0) await promise;
    },
    close,
  };
};
