import { inspect } from 'node:util';
import { isDomainError } from '@carillon/core';

const messageMax = 5000;
// Ours, and the libraries that stand between a flow and its caller.
const roots = [
  new URL('..', import.meta.url).href,
  ...['@carillon/sdk', '@carillon/core', 'zod'].map(folderOf),
];

function folderOf(name: string): string {
  try {
    return new URL('.', import.meta.resolve(name)).href;
  } catch {
    return `/node_modules/${name}/`;
  }
}

const isOurs = (frame: string): boolean =>
  /\(?node:/.test(frame) ||
  frame.includes('/node_modules/@carillon/') ||
  roots.some((root) => frame.includes(root));

/** An error with its causes as Node shows it, less the frames that are not the user's. */
export const inWords = (error: unknown): string =>
  inspect(error)
    .split('\n')
    .filter((line) => !/^\s+at /.test(line) || !isOurs(line))
    .join('\n');

/** One line for the run's state. */
export const failureMessage = (error: unknown): string => {
  const text = isDomainError(error)
    ? error.message
    : error instanceof Error
      ? String(error)
      : `threw ${inspect(error)}`;
  return text.length > messageMax ? `${text.slice(0, messageMax)}…` : text;
};
