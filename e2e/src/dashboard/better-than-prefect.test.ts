import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dashboard, isLeftOut, openDashboard } from '../../fixtures/dashboard.ts';
import { seedDashboard } from '../../fixtures/dashboard-scene.ts';

describe.skipIf(isLeftOut)("where Prefect's own interface lets its users down", () => {
  let dashboard: Dashboard;
  let scene: Awaited<ReturnType<typeof seedDashboard>>;

  beforeAll(async () => {
    dashboard = await openDashboard();
    scene = await seedDashboard(dashboard.client);
  });
  afterAll(() => dashboard?.[Symbol.asyncDispose]());

  const runsOf = async (name: string) =>
    (await dashboard.client.flowRuns.list({ flowRuns: { name: { any: [name] } } })).results;

  test('whether a deployment is paused is read, and changed, in the list and on its page', async () => {
    await using visitor = await dashboard.visit();
    const { page, go } = visitor;
    const { client } = dashboard;
    const { id } = scene.deployment;
    await go('/deployments');
    const row = page.getByRole('row').filter({ hasText: 'report/daily' });
    const inList = row.getByRole('switch', { name: /report\/daily is/ });
    await inList.click();
    await row.getByText('Paused').waitFor();
    await expect.poll(async () => (await client.deployments.read({ id })).paused).toBe(true);
    await page.getByRole('button', { name: 'Undo' }).click();
    await row.getByText('No runner').waitFor();
    await expect.poll(async () => (await client.deployments.read({ id })).paused).toBe(false);

    await go(`/deployments/${id}`, /report\/daily/);
    await page.getByRole('button', { name: 'Pause…' }).click();
    await page.getByLabel('Reason').fill('stock-taking');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText(/Paused since .* by dashboard: stock-taking/).waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText(/Next start in/).waitFor();
  });

  test('every time names its zone: that of the schedule, and that of whoever looks', async () => {
    await using visitor = await dashboard.visit({ timezoneId: 'Asia/Tokyo' });
    const { page, go } = visitor;
    await go(`/deployments/${scene.deployment.id}`, /report\/daily/);
    const schedules = page.getByRole('listitem').filter({ has: page.getByRole('switch') });
    const nightly = schedules.filter({ hasText: 'America/New_York' });
    await nightly.getByText('At 02:00').waitFor();
    expect(await nightly.textContent()).toMatch(/02:00 E[SD]T, here .* 1[56]:00 GMT\+9/);
    const halfPastNine = schedules.filter({ hasText: 'Europe/Berlin' });
    expect(await halfPastNine.textContent()).toContain('on Monday and Tuesday at 09:30');
    expect(await halfPastNine.textContent()).toMatch(/09:30 C(E|ES)T, here/);
  });

  test('the list has next and last runs, counts what it found, and costs no request a row', async () => {
    const { client } = dashboard;
    const { flow } = await client.flows.create({ name: 'many' });
    for (let index = 0; index < 30; index += 1) {
      await client.deployments.create({ name: `row-${index}`, flowId: flow.id });
    }
    await using visitor = await dashboard.visit();
    const { page, go } = visitor;
    const calls: string[] = [];
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/trpc/') && !pathname.includes('follow')) calls.push(pathname);
    });
    await go('/deployments');
    const row = page.getByRole('row').filter({ hasText: 'report/daily' });
    await row.getByText(/^in /).waitFor();
    await row.getByRole('link', { name: /broken-run: Failed/ }).waitFor();
    expect(calls.length).toBeLessThan(5);
    await page.getByRole('searchbox').fill('many/row-2');
    await page.getByText('11 deployments', { exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('many/row-2');
    expect(calls.length).toBeLessThan(10);
  });

  test('a later start without a date starts nothing', async () => {
    await using visitor = await dashboard.visit();
    const { page, go } = visitor;
    await go(`/deployments/${scene.deployment.id}`, /report\/daily/);
    await page.getByRole('button', { name: 'Run…' }).click();
    await page.getByLabel('Name of the run').fill('not-yet');
    await page.getByRole('radio', { name: 'Later' }).check();
    await page.getByRole('button', { name: 'Schedule the run' }).click();
    await page.getByText('Say when: without a date it would start at once.').first().waitFor();
    expect(await runsOf('not-yet')).toEqual([]);
    await page.getByLabel('Start time').fill('2099-01-02T03:04');
    await page.getByRole('button', { name: 'Schedule the run' }).click();
    await page.getByRole('heading', { level: 1, name: 'not-yet' }).waitFor();
    const [run] = await runsOf('not-yet');
    expect(run?.nextScheduledStartTime).toEqual(new Date('2099-01-02T02:04:00Z'));
  });

  test('a parameter that is marked wrong is not sent', async () => {
    await using visitor = await dashboard.visit();
    const { page, go } = visitor;
    await go(`/deployments/${scene.deployment.id}`, /report\/daily/);
    await page.getByRole('button', { name: 'Run…' }).click();
    await page.getByLabel('Name of the run').fill('wrong-one');
    await page.getByLabel('limit').fill('many');
    await page.getByText('"many" is not a number').waitFor();
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByText('One field needs you first.').waitFor();
    expect(await runsOf('wrong-one')).toEqual([]);
  });

  test('a form that was left alone stores what was there, and nothing else', async () => {
    await using visitor = await dashboard.visit();
    const { page, go } = visitor;
    await go(`/deployments/${scene.deployment.id}`, /report\/daily/);
    await page.getByRole('button', { name: 'Run…' }).click();
    await page.getByLabel('Name of the run').fill('left-alone');
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('heading', { level: 1, name: 'left-alone' }).waitFor();
    const [run] = await runsOf('left-alone');
    expect(run?.parameters).toEqual({ region: 'eu', limit: 100 });
  });

  test('a copy keeps schedules, entrypoint and all else', async () => {
    await using visitor = await dashboard.visit();
    const { page, go } = visitor;
    await go(`/deployments/${scene.deployment.id}`, /report\/daily/);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Duplicate…' }).click();
    await page.getByLabel('Name of the copy').fill('twin');
    await page.getByRole('button', { name: 'Duplicate', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /report\/twin/ }).waitFor();
    const { client } = dashboard;
    const copy = await client.deployments.readByName({ flowName: 'report', name: 'twin' });
    const first = await client.deployments.read({ id: scene.deployment.id });
    const essence = ({ schedules, entrypoint, version, parameters, tags, description }: typeof copy) => ({
      schedules: schedules
        .map(({ schedule, slug, active, parameters: own }) => ({ schedule, slug, active, own }))
        .sort((a, b) => String(a.slug).localeCompare(String(b.slug))),
      entrypoint,
      version,
      parameters,
      tags,
      description,
    });
    expect(essence(copy)).toEqual(essence(first));
    expect([copy.paused, copy.globalConcurrencyLimit?.limit]).toEqual([true, 2]);
  });

  test('a recurrence rule can be written, is judged as one types, and shows what the clocks do', async () => {
    await using visitor = await dashboard.visit();
    const { page, go } = visitor;
    const { id } = scene.paused;
    await go(`/deployments/${id}`, /report\/weekly/);
    await page.getByRole('button', { name: 'New schedule' }).click();
    await page.getByRole('radio', { name: 'RRule' }).check();
    const rule = page.getByLabel('Recurrence rule');
    await rule.fill('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30');
    await page.getByText(/never fires/).waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.getByLabel('Time zone').fill('Europe/Berln');
    await page.getByText('did you mean Europe/Berlin?').waitFor();
    await page.getByLabel('Time zone').fill('America/New_York');
    await rule.fill('FREQ=YEARLY;BYMONTH=3;BYDAY=2SU;BYHOUR=2;BYMINUTE=30');
    await page
      .getByText('02:30 does not exist that day (clocks go forward); runs at 03:30')
      .first()
      .waitFor();
    await rule.fill('FREQ=YEARLY;BYMONTH=11;BYDAY=1SU;BYHOUR=1;BYMINUTE=30');
    await page
      .getByText('01:30 comes twice that day (clocks go back); runs the first time')
      .first()
      .waitFor();
    expect(await page.getByRole('list', { name: 'Next starts' }).getByRole('listitem').count()).toBe(20);
    await page.getByLabel('Slug').fill('by-rule');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The schedule is saved.').waitFor();
    const { schedules } = await dashboard.client.deployments.read({ id });
    expect(schedules.find(({ slug }) => slug === 'by-rule')?.schedule).toEqual({
      kind: 'rrule',
      rrule: 'FREQ=YEARLY;BYMONTH=11;BYDAY=1SU;BYHOUR=1;BYMINUTE=30',
      timezone: 'America/New_York',
    });
  });
});
