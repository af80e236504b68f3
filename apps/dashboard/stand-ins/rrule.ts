// Core reads a rule's text with `RRule.parseString`, and walks it by its own engine.
import { parseString } from 'rrule/dist/esm/parsestring.js';

export const RRule = { parseString };
