import type { VariableFilter } from '@carillon/core';
import { all, type Condition, combine } from './condition.ts';
import { anyOf, column, named, tagged } from './criteria.ts';

/** Of rows of `variable`. */
export const variableCondition = ({ operator, id, name, tags }: VariableFilter): Condition =>
  combine(operator, [
    id ? all([anyOf(column('variable.id', 'uuid'), id.any)]) : null,
    name ? named('variable', name) : null,
    tags ? tagged('variable', tags) : null,
  ]);
