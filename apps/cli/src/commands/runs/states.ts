import { conventionalStates, type StateType, stateTypes } from '@carillon/core';
import { UsageError } from '../../usage-error.ts';

export type StateFilter = { operator: 'or'; type: { any: StateType[] }; name: { any: string[] } };

/** `failed,late`: types of states and the names that the system uses, in any case. */
export const readStates = (text: string): StateFilter => {
  const types: StateType[] = [];
  const names: string[] = [];
  for (const word of text.split(',').map((part) => part.trim())) {
    const type = stateTypes.find((known) => known.toLowerCase() === word.toLowerCase());
    const name = Object.keys(conventionalStates).find((known) => known.toLowerCase() === word.toLowerCase());
    if (type) types.push(type);
    else if (name) names.push(name);
    else {
      const known = [
        ...new Set([...stateTypes, ...Object.keys(conventionalStates)].map((one) => one.toLowerCase())),
      ];
      throw new UsageError(`--state: "${word}" is no state; there are ${known.join(', ')}`);
    }
  }
  return { operator: 'or', type: { any: types }, name: { any: names } };
};
