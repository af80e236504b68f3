import { DomainError } from '@carillon/core';

const nodesMax = 100;

/** Members of a filter and of the objects in it; the items of a list are values, not members. */
const nodes = (value: unknown): number =>
  typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date
    ? 0
    : Object.values(value).reduce<number>(
        (sum, member) => (member == null ? sum : sum + 1 + nodes(member)),
        0,
      );

/** Throws INPUT_INVALID for filters of more than a hundred members, whose statement would take longer to plan than to run. */
export const checkFilterSize = (filters: object): void => {
  const size = nodes(filters);
  if (size <= nodesMax) return;
  throw new DomainError('INPUT_INVALID', {
    issues: [
      {
        path: [],
        message: `the filters have ${size} members, and at most ${nodesMax} are answered; please leave some out`,
      },
    ],
  });
};
