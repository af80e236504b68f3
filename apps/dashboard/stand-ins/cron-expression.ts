/** What cron-parser makes of an expression: core asks for its fields alone, and walks by its own engine. */
export class CronExpression<Fields> {
  readonly fields: Fields;
  constructor(fields: Fields) {
    this.fields = fields;
  }
}
