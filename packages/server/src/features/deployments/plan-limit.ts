/** `owned`: it belongs to the deployment alone, is resized with it and goes with it. */
export type LinkedLimit = { id: string; size: number; owned: boolean };

/** What a request says of limits; what it leaves out stays. */
export type LimitWish = {
  concurrencyLimit?: number | null | undefined;
  globalConcurrencyLimitId?: string | null | undefined;
};

export type LimitPlan =
  | { kind: 'keep' }
  /** A limit of the deployment's own, of this size. */
  | { kind: 'own'; size: number }
  /** A limit that others may share. */
  | { kind: 'share'; id: string }
  | { kind: 'none' };

/** What becomes of a deployment's limit. A shared one is linked and unlinked, and never resized or deleted from here. */
export const planLimit = (
  current: LinkedLimit | null,
  { concurrencyLimit, globalConcurrencyLimitId }: LimitWish,
): LimitPlan => {
  if (globalConcurrencyLimitId != null)
    return current?.id === globalConcurrencyLimitId
      ? { kind: 'keep' }
      : { kind: 'share', id: globalConcurrencyLimitId };
  if (concurrencyLimit != null)
    return current?.owned === true && current.size === concurrencyLimit
      ? { kind: 'keep' }
      : { kind: 'own', size: concurrencyLimit };
  const unlinked = concurrencyLimit === null || globalConcurrencyLimitId === null;
  return unlinked && current !== null ? { kind: 'none' } : { kind: 'keep' };
};
