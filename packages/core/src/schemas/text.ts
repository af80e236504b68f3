import { z } from 'zod';

const storable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

/** Any text that PostgreSQL can keep: no NUL, no lone surrogate. */
export const text = z.string().refine(storable, 'holds a NUL character or half of a surrogate pair');

const forbidden = /[/%&><]/;

/** A name as Prefect has it: any text without `/ % & > <`. May be empty. */
export const nameOrEmpty = text
  .max(1000)
  .refine((name) => !forbidden.test(name), 'must not contain any of / % & > <');

export const name = nameOrEmpty.min(1, 'must not be empty');

/** A name of which something is left once blanks and quotes are taken away. */
export const visibleName = name.refine((value) => value.replace(/[\s'"]/g, '') !== '', 'must not be blank');

export const tags = z.array(text);
