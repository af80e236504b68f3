// The one thing that the reader of rules takes from the module that walks them.
import { Weekday } from 'rrule/dist/esm/weekday.js';

export const Days = Object.fromEntries(
  ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'].map((name, index) => [name, new Weekday(index)]),
);
