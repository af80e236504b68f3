const firstMs = 150;
const factor = 3;
const longestMs = 5_000;

/** Milliseconds to wait before the try after this one (1 is the first): 150, 450, 1350 … 5000, each give or take a quarter. */
export const backoffMs = (tries: number): number =>
  Math.min(firstMs * factor ** (tries - 1), longestMs) * (0.75 + Math.random() / 2);
