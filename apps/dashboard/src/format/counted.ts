const numbers = new Intl.NumberFormat('en-GB');

export const number = (value: number): string => numbers.format(value);

/** `1 run`, `10,000 runs`. */
export const counted = (count: number, noun: string): string =>
  `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
