import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Dashboard,
  expectToFit,
  isLeftOut,
  openDashboard,
  violations,
} from '../../fixtures/dashboard.ts';
import { seedDashboard } from '../../fixtures/dashboard-scene.ts';

describe.skipIf(isLeftOut)('the pages of the dashboard, in Chromium', () => {
  let dashboard: Dashboard;
  let scene: Awaited<ReturnType<typeof seedDashboard>>;

  beforeAll(async () => {
    dashboard = await openDashboard();
    scene = await seedDashboard(dashboard.client);
  });
  afterAll(() => dashboard?.[Symbol.asyncDispose]());

  const pages = (): (readonly [path: string, heading: RegExp, shows: string])[] => [
    ['/', /Overview/, 'Needs attention'],
    ['/deployments', /Deployments/, 'report/daily'],
    [`/deployments/${scene.deployment.id}`, /report\/daily/, 'America/New_York'],
    [`/deployments/${scene.paused.id}`, /report\/weekly/, 'Paused since'],
    ['/runs', /Runs/, 'broken-run'],
    [`/runs/${scene.failed.id}`, /broken-run/, 'the mail did not go'],
    ['/flows', /Flows/, 'report'],
    ['/work-pools', /Work pools/, 'containers'],
    ['/work-pools/containers', /containers/, 'worker-1'],
    ['/concurrency-limits', /Concurrency limits/, 'database'],
    ['/variables', /Variables/, 'threshold'],
  ];

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 380],
    ['dark', 380],
  ] as const)(
    'each is whole and accessible, %s at %i px, and nothing complains',
    async (colorScheme, width) => {
      await using visitor = await dashboard.visit({ colorScheme, viewport: { width, height: 900 } });
      const { page, complaints, go } = visitor;
      for (const [path, heading, shows] of pages()) {
        await go(path, heading);
        await page.getByText(shows).first().waitFor({ state: 'attached' });
        expect([path, await violations(page)]).toEqual([path, []]);
        await expectToFit(page);
      }
      expect(complaints).toEqual([]);
    },
  );

  test('an address that is none says so, and so does one of a thing that is gone', async () => {
    await using visitor = await dashboard.visit();
    await visitor.go('/nowhere', 'Not found');
    await visitor.go('/runs/00000000-0000-7000-8000-000000000000', 'Run');
    await visitor.page.getByText('There is no flow run').waitFor();
  });

  test('the keyboard alone goes everywhere', async () => {
    await using visitor = await dashboard.visit();
    const { page, go } = visitor;
    await go('/', 'Overview');
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.getByRole('heading', { level: 1, name: 'Deployments' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('weekly');
    await page.getByText('1 deployment', { exact: true }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Search pages/ }).fill('broken');
    await page.getByRole('option', { name: /broken-run/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'broken-run' }).waitFor();
  });

  test('the theme that is chosen stays, and is there before anything is painted', async () => {
    await using visitor = await dashboard.visit({ colorScheme: 'light' });
    const { page, go } = visitor;
    await go('/variables', 'Variables');
    const theme = page.getByRole('button', { name: /^Theme/ });
    await theme.click();
    await theme.click();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.reload();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  });

  test('a server with a key asks for it, and says so when it is wrong', async () => {
    const apiKey = 'a key of sixteen or more';
    await using locked = await openDashboard({ apiKey });
    await using visitor = await locked.visit();
    const { page } = visitor;
    await visitor.go('/runs', 'Carillon');
    expect(await violations(page)).toEqual([]);
    const key = page.getByLabel('API key');
    await key.fill('another key of sixteen letters');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('is not this server’s').waitFor();
    await key.fill(apiKey);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
    await page.getByText('No run is like that').waitFor();
  });

  test('the first load is below 200 kB of script', async () => {
    await using visitor = await dashboard.visit();
    const { page, go } = visitor;
    const sizes: Promise<number>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return;
      sizes.push(
        response
          .request()
          .sizes()
          .then(({ responseBodySize }) => responseBodySize),
      );
    });
    await go('/', 'Overview');
    await page.getByText('Needs attention').waitFor();
    const sum = (await Promise.all(sizes)).reduce((total, size) => total + size, 0);
    expect(sum).toBeGreaterThan(50_000);
    expect(sum).toBeLessThan(200_000);
  });
});
