/** Whether somebody has asked for runs within these last seconds. */
export const polledWithin = (lastPolled: Date | null, now: Date, seconds: number): boolean =>
  lastPolled !== null && now.getTime() - lastPolled.getTime() < seconds * 1000;
