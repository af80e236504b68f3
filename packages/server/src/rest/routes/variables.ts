import { api, variableId } from '@carillon/core';
import type { Context } from '../../context.ts';
import { createVariable } from '../../features/variables/create-variable.ts';
import { deleteVariable } from '../../features/variables/delete-variable.ts';
import { countVariables, listVariables } from '../../features/variables/list-variables.ts';
import { readVariable, readVariableByName } from '../../features/variables/read-variable.ts';
import { updateVariable } from '../../features/variables/update-variable.ts';
import { type AnyRoute, reads, writes } from '../route.ts';
import { countRoute, filterRoute } from '../usual.ts';

const { variables } = api;
const variable = variables.read.output;

/** A variable is named by its id or its name, at a path for each. */
const places = [
  {
    path: '/variables/{id}',
    find: async (_: Context, params: Record<string, string>) => ({ id: variableId.parse(params.id) }),
  },
  {
    path: '/variables/name/{name}',
    find: async (context: Context, { name = '' }: Record<string, string>) => ({
      id: variableId.parse((await readVariableByName(context, { name })).id),
    }),
  },
] as const;

export const variableRoutes: readonly AnyRoute[] = [
  writes({
    method: 'post',
    path: '/variables',
    summary: 'Make a variable',
    body: variables.create.input,
    answer: variable,
    statuses: [201],
    handle: async (context, { body }) => ({ status: 201, value: await createVariable(context, body) }),
  }),
  filterRoute('/variables', 'variables', variables.list, listVariables),
  countRoute('/variables', 'variables', variables.count, countVariables),
  ...places.flatMap(({ path, find }) => [
    reads({
      method: 'get',
      path,
      summary: 'Read a variable',
      answer: variable,
      statuses: [200],
      handle: async (context, { params }) => ({
        status: 200,
        value: await readVariable(context, await find(context, params)),
      }),
    }),
    writes({
      method: 'patch',
      path,
      summary: 'Change what the request names',
      body: variables.update.input.omit({ id: true }),
      answer: null,
      statuses: [204],
      handle: async (context, { params, body }) => {
        await updateVariable(context, { ...body, ...(await find(context, params)) });
        return { status: 204 };
      },
    }),
    writes({
      method: 'delete',
      path,
      summary: 'Delete a variable',
      answer: null,
      statuses: [204],
      handle: async (context, { params }) => {
        await deleteVariable(context, await find(context, params));
        return { status: 204 };
      },
    }),
  ]),
];
