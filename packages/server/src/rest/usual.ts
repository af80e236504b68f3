import type { Procedure } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../context.ts';
import { type AnyRoute, reads } from './route.ts';

type List<Item extends z.ZodType> = Procedure<
  'query',
  z.ZodObject,
  z.ZodObject<{ results: z.ZodArray<Item> }>
>;
type Page = Procedure<'query', z.ZodObject, z.ZodType>;
type Count = Procedure<'query', z.ZodObject, z.ZodType>;

type UseCase<P extends Procedure> = (
  context: Context,
  input: z.output<P['input']>,
) => Promise<z.input<P['output']>>;

/** `POST …/filter`: a list, of which only the rows are told. */
export const filterRoute = <Item extends z.ZodType, P extends List<Item>>(
  path: string,
  noun: string,
  { input, output }: P,
  list: (context: Context, input: z.output<P['input']>) => Promise<{ results: z.input<Item>[] }>,
): AnyRoute =>
  reads({
    method: 'post',
    path: `${path}/filter`,
    summary: `List ${noun}`,
    body: input as P['input'],
    embedded: true,
    answer: output.shape.results as z.ZodArray<Item>,
    statuses: [200],
    handle: async (context, { body }) => ({ status: 200, value: (await list(context, body)).results }),
  });

/** `POST …/paginate`: numbered pages. */
export const paginateRoute = <P extends Page>(
  path: string,
  noun: string,
  { input, output }: P,
  paginate: UseCase<P>,
): AnyRoute =>
  reads({
    method: 'post',
    path: `${path}/paginate`,
    summary: `List ${noun} by numbered pages`,
    body: input as P['input'],
    embedded: true,
    answer: output as P['output'],
    statuses: [200],
    handle: async (context, { body }) => ({ status: 200, value: await paginate(context, body) }),
  });

/** `POST …/count`: a bare number. */
export const countRoute = <P extends Count>(
  path: string,
  noun: string,
  { input, output }: P,
  count: UseCase<P>,
): AnyRoute =>
  reads({
    method: 'post',
    path: `${path}/count`,
    summary: `Count ${noun}`,
    body: input as P['input'],
    embedded: true,
    answer: output as P['output'],
    statuses: [200],
    handle: async (context, { body }) => ({ status: 200, value: await count(context, body) }),
  });
