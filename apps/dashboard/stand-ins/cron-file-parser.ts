/** Reads crontabs from disk, elsewhere. */
export class CronFileParser {}
