/**
 * cron-parser makes one date when it reads an expression and, here, never walks from it: core's own engine does that. This stands
 * in for the 25 kB of script that a first load would otherwise fetch for it.
 */
export class DateTime {
  readonly isValid = true;
  readonly zoneName = 'UTC';
  static local(): DateTime {
    return new DateTime();
  }
  static fromJSDate(): DateTime {
    return new DateTime();
  }
  static fromMillis(): DateTime {
    return new DateTime();
  }
}
