import type { ResourceEvent, ResourceEventFilter } from '@carillon/core';
import type { Services } from '../../context.ts';
import { reading } from '../../transaction.ts';
import type { EventHub } from './hub.ts';
import { matcherOf } from './matches.ts';
import { narrowed } from './narrowed.ts';
import { readTail, tailStart } from './tail.ts';

export type FollowResourceEvents = {
  hub: EventHub;
  filter: ResourceEventFilter;
  /** With what was written since this instant; null: with what comes next. */
  since: Date | null;
  over: AbortSignal;
};

const nobody = { actor: null };
/** Ids of what was told last, kept so that it is not told again where reading and mail overlap. */
const toldMax = 2000;

/**
 * The events that match since an instant, oldest first, then each new one: read from the database until nothing is left to read,
 * then taken from the hub. Nothing is left out between the two, for the mail begins before the last page; whoever falls behind
 * the hub reads again. Never ends by itself.
 */
export async function* followResourceEvents(
  services: Services,
  { hub, filter, since, over }: FollowResourceEvents,
): AsyncGenerator<readonly ResourceEvent[], void> {
  const matches = matcherOf(filter);
  const asked = narrowed(filter);
  let position = await reading(services, nobody, (context) => tailStart(context, since));
  while (!over.aborted) {
    using mailbox = await hub.join(matches);
    const told = new Set<string>();
    for (let more = true; more && !over.aborted; ) {
      const from = position;
      const page = await reading(services, nobody, ({ db }) =>
        readTail(db, { position: from, filter: asked }),
      );
      const events = page.events.filter(matches);
      if (events.length > 0) yield events;
      if (told.size > toldMax) told.clear();
      for (const { id } of events) told.add(id);
      ({ position, more } = page);
    }
    for (let live = false; ; live = true) {
      const mail = await mailbox.next(over);
      if (mail === null) return;
      if ('missedFrom' in mail) {
        // While the pages were read, what was missed came before their end.
        if (live && mail.missedFrom !== null) position = mail.missedFrom;
        break;
      }
      ({ position } = mail);
      const events = mail.events.filter(({ id }) => !told.has(id));
      if (events.length > 0) yield events;
    }
  }
}
