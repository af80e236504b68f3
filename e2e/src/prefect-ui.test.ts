import { createLogger } from '@carillon/process';
import { serverConfig, startServer } from '@carillon/server';
import { createTestDatabase } from '@carillon/testing';
import type { Locator, Page, Request } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, isBrowserRequired, startBrowser } from '../fixtures/browser.ts';
import { findPrefectUi, servePrefectUi } from '../fixtures/prefect-ui.ts';
import { type Scene, seedScene } from '../fixtures/prefect-ui-scene.ts';

const assets = findPrefectUi();
const isElsewhere = ({ hostname }: URL): boolean => hostname !== '127.0.0.1';
const isLeftOut =
  (assets === null && process.env.CARILLON_REQUIRE_PREFECT !== '1') ||
  (findChromium() === null && !isBrowserRequired);

describe.skipIf(isLeftOut)("Prefect's own web interface, in Chromium, on Carillon", () => {
  let scene: Scene;
  let page: Page;
  let ui: string;
  /** What the browser or the interface complained of. */
  const complaints: string[] = [];
  /** What it asks of us, and has no answer to yet. */
  const unanswered = new Set<Request>();

  beforeAll(async () => {
    if (assets === null) throw new Error('there is no Prefect here: CARILLON_PREFECT_PYTHON names none');
    const stack = new AsyncDisposableStack();
    const database = stack.use(await createTestDatabase());
    const server = await startServer({
      config: serverConfig.parse({ port: 0 }),
      databaseUrl: database.url,
      log: createLogger({ level: 'silent' }),
    });
    stack.defer(server.stop);
    scene = await seedScene(server.url);
    ui = stack.use(await servePrefectUi(assets, server.url)).url;
    const browser = await startBrowser();
    stack.defer(() => browser.close());
    page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    page.setDefaultTimeout(20_000);
    // Its vendor's hosts, which it asks whatever it is told.
    await page.route(isElsewhere, (route) => route.abort());
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !isElsewhere(new URL(message.location().url || ui)))
        complaints.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      if (!isElsewhere(new URL(request.url()))) unanswered.add(request);
    });
    page.on('requestfailed', (request) => {
      unanswered.delete(request);
      // A page that is left no longer waits for its answers.
      if (request.failure()?.errorText !== 'net::ERR_ABORTED' && !isElsewhere(new URL(request.url())))
        complaints.push(`no answer: ${request.method()} ${request.url()}`);
    });
    page.on('response', (response) => {
      // Of some it reads the status alone, and such a request never finishes.
      unanswered.delete(response.request());
      if (response.status() >= 400)
        complaints.push(`${response.status()}: ${response.request().method()} ${response.url()}`);
    });
    return () => stack.disposeAsync();
  }, 120_000);

  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });

  /** Opens a page, and waits until each of these is on it. */
  const see = async (path: string, ...shown: ((main: Locator) => Locator)[]): Promise<Locator> => {
    await page.goto(`${ui}${path}`);
    const main = page.getByRole('main');
    for (const part of shown) await part(main).first().waitFor();
    return main;
  };
  const words = (text: string | RegExp) => (main: Locator) => main.getByText(text);
  const link = (name: string) => (main: Locator) => main.getByRole('link', { name });
  const row = (name: RegExp) => (main: Locator) => main.getByRole('row', { name });

  test('the dashboard shows pools, and whether their workers were heard', async () => {
    await see('/dashboard', link('processes'), words('Active Work Pools'), words(/ago/));
  });

  test('runs are listed with their states, parameters and task runs', async () => {
    await see('/runs', words('2 Flow runs'), link('calm-lynx'), link('sad-owl'), words('1 Task run'));
  });

  test('a run shows its log and its task runs; a task run its flow run', async () => {
    const main = await see(`/runs/flow-run/${scene.runId}`, words('forty-two rows read'), link('berlin'));
    await main.getByRole('tab', { name: 'Task Runs' }).click();
    await link('load-0')(main).first().waitFor();
    await see(`/runs/task-run/${scene.taskRunId}`, words('load-0'), link('calm-lynx'));
  });

  test('flows are listed with their last and next runs and their deployments', async () => {
    await see('/flows', row(/nightly-report.*sad-owl.*1 Deployment/));
    await see(`/flows/flow/${scene.flowId}`, words('2 total'), words(/Flow runs$/));
  });

  test('a deployment is listed, and shows schedules that can be switched off', async () => {
    await see('/deployments', row(/berlin nightly-report.*3 schedules/));
    const main = await see(
      `/deployments/deployment/${scene.deploymentId}`,
      link('nightly-report'),
      words('Next Run'),
    );
    const switches = main.getByRole('switch');
    await expect.poll(() => switches.count()).toBe(3);
    await switches.first().click();
    await expect
      .poll(() => scene.ask('GET', `/deployments/${scene.deploymentId}`))
      .toMatchObject({ schedules: expect.arrayContaining([expect.objectContaining({ active: false })]) });
  });

  test('the form of a run starts it with what was entered and what is the default', async () => {
    const main = await see(
      `/deployments/deployment/${scene.deploymentId}/run`,
      words('Enforce Parameter Schema'),
    );
    await main.getByLabel('Run Name').fill('made-by-form');
    await main.getByLabel('region').fill('asia');
    await main.getByRole('button', { name: 'Submit' }).click();
    await expect
      .poll(() => scene.ask('POST', '/flow_runs/filter', { flow_runs: { name: { any_: ['made-by-form'] } } }))
      .toMatchObject([{ deployment_id: scene.deploymentId, parameters: { region: 'asia', rows: 5 } }]);
  });

  test('a work pool is listed, shows its workers, and can be paused', async () => {
    await see('/work-pools', link('processes'));
    const main = await see('/work-pools/work-pool/processes', words('processes'));
    await main.getByRole('tab', { name: 'Workers' }).click();
    await words('worker-one')(main).first().waitFor();
    await main.getByRole('switch', { name: 'Pause work pool' }).click();
    await expect.poll(() => scene.ask('GET', '/work_pools/processes')).toMatchObject({ is_paused: true });
  });

  test('limits of both kinds are listed', async () => {
    const main = await see('/concurrency-limits', row(/database 3 0/), row(/tag:gpu 2 0/));
    await main.getByRole('tab', { name: 'Task Run' }).click();
    await row(/gpu/)(main).first().waitFor();
  });

  test('variables are listed with their values', async () => {
    await see('/variables', row(/region "eu-central".*geo/));
  });

  test.each(['/blocks', '/automations', '/artifacts', '/events', '/settings'])(
    '%s is drawn, though there is little to show',
    async (path) => {
      await see(path, (main) => main.getByRole('navigation', { name: 'breadcrumb' }));
      // What it asks for is answered before the next page is gone to.
      await expect.poll(() => unanswered.size).toBe(0);
    },
  );
});
