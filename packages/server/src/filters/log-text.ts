import { type SqlBool, sql } from 'kysely';
import { all, type Condition, combine, not } from './condition.ts';

export type Words = { wanted: string[]; required: string[]; excluded: string[] };

/** `word`, `-word` or `!word`, `+word`; a quoted phrase counts as one word. A sign alone says nothing. */
export const readWords = (query: string): Words => {
  const words: Words = { wanted: [], required: [], excluded: [] };
  for (const [, sign = '', phrase, plain] of query.matchAll(/([-!+]?)(?:"([^"]*)"?|([^\s"]+))/g)) {
    const word = phrase ?? plain ?? '';
    if (word === '' || /^[-!+]$/.test(word)) continue;
    if (sign === '+') words.required.push(word);
    else if (sign === '') words.wanted.push(word);
    else words.excluded.push(word);
  }
  return words;
};

const escaped = (word: string): string => word.replace(/[\\%_]/g, '\\$&');

/** The message or the logger's name holds the word, in any case, as a part of another word too. */
const holds = (word: string): Condition =>
  sql<SqlBool>`(log.message || ' ' || log.name) ilike ${`%${escaped(word)}%`}`;

export const logTextCondition = (query: string): Condition => {
  const { wanted, required, excluded } = readWords(query);
  return all([
    combine('or', wanted.map(holds)),
    ...required.map(holds),
    ...excluded.map((word) => not(holds(word))),
  ]);
};
