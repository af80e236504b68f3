import { describe, expect, test } from 'vitest';
import { cron, every, rrule } from './schedules.ts';

const thrownBy = (body: () => unknown): Error => {
  try {
    body();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
};

describe('schedules', () => {
  test('a cron schedule is what deployments.create takes', () => {
    const schedule = cron('0 9 * * 1-5', {
      timezone: 'Europe/Berlin',
      slug: 'eu',
      parameters: { region: 'eu' },
      active: false,
    });
    expect(schedule).toEqual({
      schedule: { kind: 'cron', cron: '0 9 * * 1-5', timezone: 'Europe/Berlin', dayOr: true },
      slug: 'eu',
      parameters: { region: 'eu' },
      active: false,
      maxScheduledRuns: null,
    });
  });

  test('an omitted `active` is left for the server to decide', () => {
    expect(cron('0 9 * * *')).not.toHaveProperty('active');
  });

  test('an interval counts its durations in seconds', () => {
    expect(every('15m', { anchor: new Date(0) }).schedule).toMatchObject({ kind: 'interval', interval: 900 });
  });

  test('an rrule keeps its text', () => {
    expect(rrule('FREQ=DAILY', { timezone: 'Asia/Tokyo' }).schedule).toEqual({
      kind: 'rrule',
      rrule: 'FREQ=DAILY',
      timezone: 'Asia/Tokyo',
    });
  });

  test("a bad rule is refused in core's words, as the caller's own fault", () => {
    const error = thrownBy(() => cron('0 25 * * *'));
    expect(error).toMatchObject({ code: 'INPUT_INVALID' });
    expect(error.message).toBe('cron "0 25 * * *": hour 25 is outside 0-23 (field 2)');
  });

  test.each([
    ['cron', () => cron('0 25 * * *')],
    ['every', () => every(-1)],
    ['every with a zone that is none', () => every(60, { timezone: 'Europe/Berln' })],
    ['rrule', () => rrule('FREQ=NEVER')],
  ])('the stack of a refused %s begins in the file that wrote it', (_, body) => {
    const frames = thrownBy(body)
      .stack?.split('\n')
      .filter((line) => line.trimStart().startsWith('at '));
    expect(frames?.[0]).toContain('schedules.test.ts');
  });

  test('what is wrong beside the rule is named by its path', () => {
    expect(() => cron('0 9 * * *', { maxScheduledRuns: 51 })).toThrow(/^maxScheduledRuns: /);
  });
});

test('an anchor that is no instant is refused by its name', () => {
  expect(() => every('15m', { anchor: new Date(Number.NaN) })).toThrow(/^anchor: /);
});
