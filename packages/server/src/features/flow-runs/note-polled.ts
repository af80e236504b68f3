import type { Services } from '../../context.ts';
import { reading } from '../../transaction.ts';
import { markPolled } from './statements/mark-polled.ts';

/** A deployment that is asked for all the time is written this often. */
const everyMs = 5000;

const notedAt = new WeakMap<Services, Map<string, number>>();

/**
 * Notes that somebody asks for the runs of these deployments, which makes them READY. Never waited for: it may fail, and the
 * next one to ask says the same.
 */
export const notePolled = (services: Services, deploymentIds: readonly string[]): void => {
  const now = services.clock.now();
  const noted = notedAt.get(services) ?? new Map<string, number>();
  notedAt.set(services, noted);
  const stale = deploymentIds.filter((id) => now.getTime() - (noted.get(id) ?? 0) >= everyMs);
  if (stale.length === 0 || services.signal.aborted) return;
  for (const id of stale) noted.set(id, now.getTime());
  const before = new Date(now.getTime() - everyMs);
  reading(services, { actor: null }, ({ db }) => markPolled(db, { deploymentIds: stale, now, before })).catch(
    (error: unknown) => services.log.debug({ error }, 'deployments could not be marked as polled'),
  );
};
