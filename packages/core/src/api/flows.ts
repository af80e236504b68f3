import { z } from 'zod';
import { filters } from '../schemas/filter.ts';
import { flow, flowCreate, flowUpdate } from '../schemas/flow.ts';
import { flowId } from '../schemas/id.ts';
import { cursor, limit, listOf, offset, page, pageOf } from '../schemas/page.ts';
import { flowSort } from '../schemas/sort.ts';
import { name } from '../schemas/text.ts';
import { mutation, query } from './procedure.ts';

const { workPoolQueues: _, ...flowFilters } = filters;
const sort = flowSort.default('NAME_ASC');
const byId = z.strictObject({ id: flowId });
const nothing = z.null();

export const flows = {
  /** Makes a flow, or answers the one of that name unchanged. */
  create: mutation(flowCreate, z.object({ flow, created: z.boolean() }), { repeatable: true }),
  read: query(byId, flow),
  readByName: query(z.strictObject({ name }), flow),
  list: query(z.strictObject({ ...flowFilters, sort, limit, offset, cursor }), listOf(flow)),
  paginate: query(z.strictObject({ ...flowFilters, sort, limit, page }), pageOf(flow)),
  count: query(z.strictObject(flowFilters), z.int()),
  update: mutation(flowUpdate.extend({ id: flowId }), nothing, { repeatable: true }),
  /** Takes the flow's deployments and runs with it. */
  delete: mutation(byId, nothing),
};
