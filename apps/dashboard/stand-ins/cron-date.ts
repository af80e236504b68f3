/** What reading months takes from the module of dates, without its dates. */
export const DAYS_IN_MONTH: readonly number[] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export class CronDate {}
