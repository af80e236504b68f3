import type { Services } from '../../context.ts';
import type { Intake } from '../../features/recorder/intake.ts';
import type { EventHub } from '../../features/resource-events/hub.ts';
import type { Session } from './session.ts';

export type SocketServices = {
  services: Services;
  intake: Intake;
  hub: EventHub;
  /** What stands in the path in place of a name. */
  params: Record<string, string>;
};

/** What is said on a socket once it is open, until it is closed. */
export type SocketHandler = (session: Session, socketServices: SocketServices) => Promise<void>;
