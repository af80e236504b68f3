import { type ResourceEvent, resourceEvent } from '@carillon/core';
import { expect, test } from 'vitest';
import { customEvent } from '../../../fixtures/told-events.ts';
import { createMailbox } from './mailbox.ts';
import type { TailPosition } from './tail.ts';

const position = (end: number): TailPosition => ({
  changes: { seen: { end, underWay: [] }, part: null },
  clients: { end, underWay: [] },
});

const event = (name = 'order.shipped'): ResourceEvent =>
  resourceEvent.parse({ ...customEvent({ event: name }), received: '2026-01-05T00:00:00Z' });

const page = (end: number, events: ResourceEvent[]) => ({ events, position: position(end) });
const { signal: never } = new AbortController();

test('mail that came since the last time comes together, and what is for others not at all', async () => {
  const mailbox = createMailbox(({ event }) => event !== 'order.paid');
  const [one, two] = [event(), event()];
  mailbox.deliver(page(1, [one, event('order.paid')]));
  mailbox.deliver(page(2, [two]));
  expect(await mailbox.next(never)).toEqual({ events: [one, two], position: position(2) });
  const later = mailbox.next(never);
  mailbox.deliver(page(3, [event('order.paid')]));
  mailbox.deliver(page(4, [one]));
  expect(await later).toEqual({ events: [one], position: position(4) });
});

test('more mail than is kept is dropped, and where it began is told', async () => {
  const mailbox = createMailbox(() => true);
  const many = Array.from({ length: 600 }, () => event());
  mailbox.deliver(page(1, many));
  await mailbox.next(never);
  mailbox.deliver(page(2, []));
  mailbox.deliver(page(3, many));
  mailbox.deliver(page(4, many));
  mailbox.deliver(page(5, many));
  expect(await mailbox.next(never)).toEqual({ missedFrom: position(2) });
});

test('whoever waits is let go with his signal', async () => {
  const left = new AbortController();
  const waiting = createMailbox(() => true).next(left.signal);
  left.abort();
  expect(await waiting).toBeNull();
});
