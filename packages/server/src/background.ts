/** Work that nobody waits for but the server's end, which must not take its connections away. */
export interface Background {
  /** Takes work that never rejects. */
  add(work: Promise<void>): void;
  /** Resolves once all that was added is over. */
  settled(): Promise<void>;
}

export const createBackground = (): Background => {
  const underWay = new Set<Promise<void>>();
  return {
    add(work) {
      underWay.add(work);
      void work.then(() => underWay.delete(work));
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
};
