import { z } from 'zod';
import { variableFilter } from '../schemas/filter.ts';
import { variableId } from '../schemas/id.ts';
import { cursor, limit, listOf, offset } from '../schemas/page.ts';
import { variableSort } from '../schemas/sort.ts';
import { text } from '../schemas/text.ts';
import { variable, variableCreate, variableUpdate } from '../schemas/variable.ts';
import { mutation, query } from './procedure.ts';

const filter = { variables: variableFilter.nullable().optional() };
const byId = z.strictObject({ id: variableId });
const nothing = z.null();

export const variables = {
  create: mutation(variableCreate, variable),
  read: query(byId, variable),
  readByName: query(z.strictObject({ name: text }), variable),
  list: query(
    z.strictObject({ ...filter, sort: variableSort.default('NAME_ASC'), limit, offset, cursor }),
    listOf(variable),
  ),
  count: query(z.strictObject(filter), z.int()),
  update: mutation(variableUpdate.extend({ id: variableId }), nothing, { repeatable: true }),
  delete: mutation(byId, nothing),
};
