import { instant, log } from '@carillon/core';

/** A line of a log as Prefect has it; it is never changed. */
export const line = log.extend({ updated: instant });
