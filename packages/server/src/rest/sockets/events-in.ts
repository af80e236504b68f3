import { bodyBytesMax } from '../../http/body.ts';
import { InvalidRequest } from '../body.ts';
import { readEvent } from '../received-event.ts';
import type { SocketHandler } from './handler.ts';
import { parseFrame } from './message.ts';

/**
 * Takes what clients tell. A ping is answered when all that was told before it is kept: that is the word by which a client forgets
 * an event, and what it has no word of it sends again. An event that is none is left out alone.
 */
export const eventsIn: SocketHandler = async (session, { services, intake }) => {
  const { log } = services;
  let kept: Promise<void> = Promise.resolve();
  for (let frame = await session.nextFrame(); frame !== null; frame = await session.nextFrame()) {
    if ('ping' in frame) {
      const { ping } = frame;
      void kept.then(() => session.pong(ping));
      continue;
    }
    const bytes = Buffer.byteLength(frame.text);
    try {
      if (bytes > bodyBytesMax)
        throw new InvalidRequest([{ path: [], message: `has more than ${bodyBytesMax} bytes` }], null);
      const received = readEvent(parseFrame(frame.text), { now: services.clock.now(), log });
      kept = intake.add(received, bytes);
      if (intake.full) await intake.room();
    } catch (error) {
      if (!(error instanceof InvalidRequest)) throw error;
      log.warn(
        { issues: error.issues, begins: frame.text.slice(0, 200) },
        'an event is not as it should be; left out',
      );
    }
  }
};
