import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dashboard, isLeftOut, openDashboard, violations } from '../../fixtures/dashboard.ts';
import { seedDashboard } from '../../fixtures/dashboard-scene.ts';

describe.skipIf(isLeftOut)('what one does in the dashboard', () => {
  let dashboard: Dashboard;
  let scene: Awaited<ReturnType<typeof seedDashboard>>;

  beforeAll(async () => {
    dashboard = await openDashboard();
    scene = await seedDashboard(dashboard.client);
  });
  afterAll(() => dashboard?.[Symbol.asyncDispose]());

  test('a backfill says how many runs it makes, and makes them', async () => {
    await using visitor = await dashboard.visit();
    const { page, go } = visitor;
    const { client } = dashboard;
    await go(`/deployments/${scene.paused.id}`, /report\/weekly/);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Backfill…' }).click();
    await page.getByLabel('From').fill('2026-01-01T00:30');
    await page.getByLabel('Until').fill('2026-01-01T05:30');
    await page.getByText('5 starts in this range').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Make 5 runs' }).click();
    await page.getByText('5 runs made').waitFor();
    const made = {
      deploymentId: { any: [scene.paused.id] },
      expectedStartTime: { before: new Date('2026-01-02') },
    };
    expect(await client.flowRuns.count({ flowRuns: made })).toBe(5);
  });

  test('an edit changes what it names, and a schedule is switched, changed and deleted', async () => {
    await using visitor = await dashboard.visit();
    const { page, go } = visitor;
    const { client } = dashboard;
    const { id } = scene.deployment;
    await go(`/deployments/${id}`, /report\/daily/);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Edit…' }).click();
    await page.getByLabel('Tags').fill('finance, nightly');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The changes are saved.').waitFor();
    expect((await client.deployments.read({ id })).tags).toEqual(['finance', 'nightly']);

    await page.getByRole('switch', { name: 'Schedule us is on' }).click();
    await page.getByText('switched off').waitFor();
    await page.getByRole('button', { name: 'Change schedule eu' }).click();
    const rule = page.getByLabel('Cron expression');
    await rule.fill('0 25 * * *');
    await page.getByText(/hour 25 is outside 0-23/).waitFor();
    await rule.fill('30 4 * * 1');
    await page.getByText('At 04:30, only on Monday').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The schedule is saved.').waitFor();
    await page.getByRole('button', { name: 'Delete schedule us' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('The schedule is gone.').waitFor();
    const { schedules } = await client.deployments.read({ id });
    expect(schedules.map(({ slug, schedule }) => [slug, schedule])).toEqual([
      ['eu', { kind: 'cron', cron: '30 4 * * 1', timezone: 'America/New_York', dayOr: true }],
    ]);
  });

  test('a form made from a JSON Schema sends each kind of value as what it is', async () => {
    await using visitor = await dashboard.visit();
    const { page, go } = visitor;
    await go(`/deployments/${scene.deployment.id}`, /report\/daily/);
    await page.getByRole('button', { name: 'Run…' }).click();
    await page.getByLabel('region').selectOption({ label: 'us' });
    await page.getByLabel('limit').fill('7');
    await page.getByLabel('day').fill('2026-03-08');
    await page.getByLabel('dryRun').selectOption({ label: 'yes' });
    await page.getByLabel('depth').fill('3');
    await page.getByRole('group', { name: 'recipients' }).getByRole('button', { name: 'Add' }).click();
    await page.getByLabel('1', { exact: true }).fill('a@example.org');
    await page.getByLabel('extra').fill('{"free": [1, null]}');
    await page.getByLabel('Name of the run').fill('of-all-kinds');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('heading', { level: 1, name: 'of-all-kinds' }).waitFor();
    const { results } = await dashboard.client.flowRuns.list({
      flowRuns: { name: { any: ['of-all-kinds'] } },
    });
    expect(results[0]?.parameters).toEqual({
      region: 'us',
      limit: 7,
      day: '2026-03-08',
      dryRun: true,
      options: { depth: 3 },
      recipients: ['a@example.org'],
      extra: { free: [1, null] },
    });
  });

  test('many runs are cancelled and deleted at once, and a view keeps its filters', async () => {
    await using visitor = await dashboard.visit();
    const { page, go } = visitor;
    const { client } = dashboard;
    const { id } = scene.deployment;
    for (const name of ['bulk-1', 'bulk-2', 'bulk-3'])
      await client.deployments.createRun({ id, name, parameters: { region: 'eu' } });
    const bulk = { flowRuns: { name: { like: 'bulk-' } } };
    await go('/runs?state=SCHEDULED&q=bulk-', 'Runs');
    await page.getByText('3 runs', { exact: true }).waitFor();
    await page.getByLabel('Choose all that are shown').check();
    await page.getByRole('button', { name: 'Cancel 3' }).click();
    await page.getByText('3 runs cancelled or told to end.').waitFor();
    await page.getByText('No run is like that').waitFor();
    await page.getByRole('button', { name: /Scheduled/ }).click();
    await page.getByRole('button', { name: /Cancelled/ }).click();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Save or remove views…' }).click();
    await page.getByLabel('Name of the view').fill('my bulk');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.keyboard.press('Escape');
    await go('/runs', 'Runs');
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'my bulk' }).click();
    await page.getByText('3 runs', { exact: true }).waitFor();
    await page.getByLabel('Choose all that are shown').check();
    await page.getByRole('button', { name: 'Delete 3…' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('3 runs deleted.').waitFor();
    expect(await client.flowRuns.count(bulk)).toBe(0);
  });

  test('a pool is paused, and its queues are put into order by mouse and by key', async () => {
    await using visitor = await dashboard.visit();
    const { page, go } = visitor;
    const { client } = dashboard;
    await go('/work-pools/containers', /containers/);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText(/Paused since .* by dashboard/).waitFor();
    await page.getByRole('button', { name: 'New queue' }).click();
    await page.getByLabel('Name', { exact: true }).fill('night');
    await page.getByRole('button', { name: 'Save' }).click();
    const queues = page.getByRole('list', { name: 'Queues by priority' }).getByRole('listitem');
    const names = async () => {
      const { results } = await client.workPools.queues.list({ workPoolName: 'containers' });
      return results.map(({ name }) => name);
    };
    await expect.poll(names).toEqual(['default', 'urgent', 'night']);
    await expect.poll(() => queues.count()).toBe(3);
    await page.getByRole('button', { name: 'Move urgent up' }).click();
    await expect.poll(names).toEqual(['urgent', 'default', 'night']);
    await expect.poll(() => queues.first().textContent()).toContain('urgent');
    await queues.nth(2).dragTo(queues.nth(0));
    await expect.poll(names).toEqual(['night', 'urgent', 'default']);
  });

  test('limits and variables are made, changed and deleted; what is undone is there again', async () => {
    await using visitor = await dashboard.visit();
    const { page, go } = visitor;
    const { client } = dashboard;
    await go('/concurrency-limits', 'Concurrency limits');
    await page.getByRole('button', { name: 'New limit' }).click();
    await page.getByLabel('Name', { exact: true }).fill('mail');
    await page.getByLabel('Slots', { exact: true }).fill('9');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('0 of 9').waitFor();
    await page.getByRole('button', { name: 'Delete mail' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('mail is gone.').waitFor();
    await expect(client.concurrencyLimits.readByName({ name: 'mail' })).rejects.toThrow();

    await go('/variables', 'Variables');
    await page.getByRole('button', { name: 'New variable' }).click();
    await page.getByLabel('Name', { exact: true }).fill('endpoints');
    await page.getByLabel('Value (JSON)').fill('{eu');
    await page.getByText(/must be JSON/).waitFor();
    await page.getByLabel('Value (JSON)').fill('{"eu": 1}');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('2 variables').waitFor();
    await page.getByRole('button', { name: 'Delete endpoints' }).click();
    await page.getByText('endpoints is gone.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('2 variables').waitFor();
    expect((await client.variables.readByName({ name: 'endpoints' })).value).toEqual({ eu: 1 });
  });

  test('deleting a deployment says beforehand what goes and what stays', async () => {
    await using visitor = await dashboard.visit();
    const { page, go } = visitor;
    await go(`/deployments/${scene.paused.id}`, /report\/weekly/);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await page.getByText(/1 schedule \(every 1h\)/).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Deployments' }).waitFor();
    await expect(dashboard.client.deployments.read({ id: scene.paused.id })).rejects.toThrow(
      'There is no deployment',
    );
  });
});
