// Core reads a rule's text with `RRule.parseString` and walks it with its own engine: sets and their iteration stay behind.
export { RRule } from 'rrule/dist/esm/rrule.js';
