export type Priority = { id: string; priority: number };

/**
 * What changes when a queue of a pool gets a priority: its own, and where another queue has that, one after the other moves up by
 * one until a number is free. So priorities stay distinct, no queue overtakes another but the one that was moved, and no more
 * queues change than must.
 */
export const shiftPriorities = (queues: readonly Priority[], wanted: Priority): Priority[] => {
  const others = new Map(
    queues.filter(({ id }) => id !== wanted.id).map(({ id, priority }) => [priority, id]),
  );
  const changes = [wanted];
  let { priority } = wanted;
  for (let id = others.get(priority); id !== undefined; id = others.get(priority)) {
    priority += 1;
    changes.push({ id, priority });
  }
  return changes;
};
