import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDomainError } from '@carillon/core';

const place = /(file:\/\/\/[^\s():]+|\/[^\s():]+\.[cm]?[jt]sx?):(\d+)/g;

/** What Carillon itself refuses is said in its own words alone. */
const textOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return isDomainError(error) ? error.message : `${error.name}: ${error.message}`;
};

const pathOf = (text: string): string => (text.startsWith('file:') ? fileURLToPath(text) : text);

/** `flows/report.ts:12: ReferenceError: x is not defined`: where a module does not load, as near as its stack can tell. */
export const loadFault = (file: string, error: unknown): string => {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const places = [...stack.matchAll(place)].map(([, path = '', line]) => ({ path: pathOf(path), line }));
  const here =
    places.find(({ path }) => path === file) ?? places.find(({ path }) => !path.includes('/node_modules/'));
  const shown = relative(process.cwd(), here?.path ?? file) || file;
  return `${shown}${here ? `:${here.line}` : ''}: ${textOf(error)}`;
};
