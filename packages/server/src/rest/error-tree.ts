import type { ErrorIssue } from '@carillon/core';

type Branch = { property: string; errors: ErrorTree } | { index: number; errors: ErrorTree };

/** What is wrong with a value: words about it as a whole, and what is wrong with its members. */
export type ErrorTree = (string | Branch)[];

const isOf = (entry: string | Branch, part: string | number): entry is Branch =>
  typeof entry !== 'string' && ('property' in entry ? entry.property : entry.index) === part;

const branchOf = (tree: ErrorTree, part: string | number): ErrorTree => {
  const known = tree.find((entry) => isOf(entry, part));
  if (known !== undefined && typeof known !== 'string') return known.errors;
  const errors: ErrorTree = [];
  tree.push(typeof part === 'number' ? { index: part, errors } : { property: part, errors });
  return errors;
};

/** Issues as Prefect's forms read them: a tree that mirrors the value. */
export const errorTree = (issues: readonly ErrorIssue[]): ErrorTree => {
  const root: ErrorTree = [];
  for (const { path, message } of issues) path.reduce<ErrorTree>(branchOf, root).push(message);
  return root;
};
