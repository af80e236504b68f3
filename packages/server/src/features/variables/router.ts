import { api } from '@carillon/core';
import { mutation, query, router } from '../../trpc.ts';
import { createVariable } from './create-variable.ts';
import { deleteVariable } from './delete-variable.ts';
import { countVariables, listVariables } from './list-variables.ts';
import { readVariable, readVariableByName } from './read-variable.ts';
import { updateVariable } from './update-variable.ts';

const { variables } = api;

export const variablesRouter = router({
  create: mutation
    .input(variables.create.input)
    .output(variables.create.output)
    .mutation(({ ctx, input }) => createVariable(ctx.context, input)),
  read: query
    .input(variables.read.input)
    .output(variables.read.output)
    .query(({ ctx, input }) => readVariable(ctx.context, input)),
  readByName: query
    .input(variables.readByName.input)
    .output(variables.readByName.output)
    .query(({ ctx, input }) => readVariableByName(ctx.context, input)),
  list: query
    .input(variables.list.input)
    .output(variables.list.output)
    .query(({ ctx, input }) => listVariables(ctx.context, input)),
  count: query
    .input(variables.count.input)
    .output(variables.count.output)
    .query(({ ctx, input }) => countVariables(ctx.context, input)),
  update: mutation
    .input(variables.update.input)
    .output(variables.update.output)
    .mutation(({ ctx, input }) => updateVariable(ctx.context, input)),
  delete: mutation
    .input(variables.delete.input)
    .output(variables.delete.output)
    .mutation(({ ctx, input }) => deleteVariable(ctx.context, input)),
});
