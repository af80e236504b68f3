import type { Client } from '@carillon/sdk';
import { expect } from 'vitest';
import { newDeployment } from '../../fixtures/prefect-client/deployment.ts';
import { describeStock, test } from '../../fixtures/prefect-client/test.ts';

const report = 'report/scheduled';

const scheduledRuns = (client: Client, id: string) =>
  client.flowRuns.count({
    deployments: { id: { any: [id] } },
    flowRuns: { state: { type: { any: ['SCHEDULED'] } } },
  });

describeStock('prefect deployment schedule', () => {
  test('create, ls, pause, resume, delete and clear change the schedules, and the runs that they plan', async ({
    stage: { client, prefect },
  }) => {
    const { id } = await newDeployment(client, { name: 'scheduled' });
    const schedule = (...args: string[]): Promise<string> => prefect('deployment', 'schedule', ...args);
    const schedules = () => client.deployments.schedules.list({ deploymentId: id });

    await schedule('create', report, '--cron', '0 9 * * 1-5', '--timezone', 'Europe/Berlin');
    await schedule(
      'create',
      report,
      '--interval',
      '900',
      '--anchor-date',
      '2026-01-01T00:07:00',
      '--timezone',
      'UTC',
    );
    await schedule('create', report, '--rrule', 'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1', '--no-active');
    const made = await schedules();
    const ofKind = (kind: string): string => made.find((each) => each.schedule.kind === kind)?.id ?? '';
    expect(made.find(({ id }) => id === ofKind('cron'))).toMatchObject({
      active: true,
      schedule: { cron: '0 9 * * 1-5', timezone: 'Europe/Berlin', dayOr: true },
    });
    expect(made.find(({ id }) => id === ofKind('interval'))).toMatchObject({
      active: true,
      schedule: { interval: 900, anchorDate: new Date('2026-01-01T00:07:00Z') },
    });
    expect(made.find(({ id }) => id === ofKind('rrule'))).toMatchObject({ active: false });
    const planned = await scheduledRuns(client, id);
    expect(planned).toBeGreaterThan(3);

    const listed = await schedule('ls', report);
    for (const { id } of made) expect(listed).toContain(id);
    expect(listed).toContain('cron: 0 9 * * 1-5');

    await schedule('pause', report, ofKind('interval'));
    expect((await schedules()).filter(({ active }) => active)).toHaveLength(1);
    const withoutIt = await scheduledRuns(client, id);
    expect(withoutIt).toBeLessThan(planned);
    await schedule('resume', report, ofKind('interval'));
    expect(await scheduledRuns(client, id)).toBeGreaterThan(withoutIt);

    await schedule('delete', report, ofKind('cron'), '--accept-yes');
    expect((await schedules()).map((each) => each.schedule.kind).sort()).toEqual(['interval', 'rrule']);
    await schedule('clear', report, '--accept-yes');
    expect(await schedules()).toEqual([]);
    expect(await scheduledRuns(client, id)).toBe(0);
  });

  test('create says why Carillon refuses a schedule', async ({ stage: { client, prefect } }) => {
    const { id } = await newDeployment(client, { name: 'refused' });
    const create = prefect('deployment', 'schedule', 'create', 'report/refused', '--cron', '0 9 30 2 *');
    await expect(create).rejects.toThrow(/never/);
    expect(await client.deployments.schedules.list({ deploymentId: id })).toEqual([]);
  });
});
