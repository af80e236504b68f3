import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { isLeftOut, openBrowser, violations } from '../../fixtures/dashboard.ts';
import { newFolder } from '../../fixtures/folder.ts';
import { files, openStage } from '../../fixtures/stage.ts';

describe.skipIf(isLeftOut)('a dashboard that nobody reloads', () => {
  test('shows a run from its schedule to its end: why it waits, its states, tasks and log', async () => {
    await using stage = await openStage();
    await using browser = await openBrowser(stage.url);
    await using visitor = await browser.visit();
    const { page, go, complaints } = visitor;
    await stage.deploy(files.served, files.report);
    const gate = path.join(await newFolder(), 'gate');
    const run = await stage.client.run('gated/it', { gate });
    await go(`/runs/${run.id}`);
    const badge = page.getByRole('heading', { level: 1 });
    await badge.getByText('Scheduled').waitFor();
    await page
      .getByRole('region', { name: 'Why' })
      .getByText(/runner/i)
      .waitFor();
    const runner = await stage.runner(files.served, files.report);
    await badge.getByText('Running').waitFor();
    await page.getByText('attempt 1').first().waitFor();
    await writeFile(gate, '');
    await badge.getByText('Completed').waitFor();
    await page.getByText('"attempt": 1').waitFor();
    const states = page.getByRole('list', { name: 'States, oldest first' }).getByRole('listitem');
    await expect.poll(() => states.count()).toBe(4);

    const withTask = await stage.client.run('report/on-order', { region: 'eu', order: 'a-1' });
    await go(`/runs/${withTask.id}`);
    await page.getByRole('list', { name: 'Task runs' }).getByText('fetch rows').waitFor();
    await badge.getByText('Completed').waitFor();
    await page.getByRole('searchbox', { name: 'Search the log' }).fill('no such line');
    await page.getByText('No line is like that').waitFor();
    await page.getByRole('searchbox', { name: 'Search the log' }).fill('FETCHED');
    await page
      .getByRole('region', { name: 'Log lines' })
      .getByText(/fetched/)
      .waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the log' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.csv$/);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    runner.kill('SIGTERM');
    await runner.exitCode;
  });

  test('offers what the state table allows, and does it', async () => {
    await using stage = await openStage();
    await using browser = await openBrowser(stage.url);
    await using visitor = await browser.visit();
    const { page, go } = visitor;
    await stage.deploy(files.served);
    const run = await stage.client.run('brief/it', {});
    await go(`/runs/${run.id}`);
    const badge = page.getByRole('heading', { level: 1 });
    await badge.getByText('Scheduled').waitFor();
    expect(await page.getByRole('button', { name: 'Retry' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Cancel…' }).click();
    await page.getByRole('button', { name: 'Cancel the run' }).click();
    await badge.getByText('Cancelled').waitFor();
    await page.getByRole('button', { name: 'Retry' }).click();
    await badge.getByText(/AwaitingRetry|Scheduled/).waitFor();
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
    await expect(stage.client.flowRuns.read({ id: run.id })).rejects.toThrow('There is no flow run');
  });

  test('loses nothing while the server is away: what changed meanwhile is there when it is back', async () => {
    await using stage = await openStage();
    await using browser = await openBrowser(stage.url);
    await using visitor = await browser.visit();
    const { client } = stage;
    const { page, go } = visitor;
    await stage.deploy(files.served);
    const { id } = await client.deployments.readByName({ flowName: 'brief', name: 'it' });
    await go(`/deployments/${id}`, /brief\/it/);
    const { run } = await client.deployments.createRun({ id, name: 'before' });
    await page.getByRole('link', { name: 'before', exact: true }).waitFor();
    stage.server.kill('SIGKILL');
    await stage.server.exitCode;
    await page.getByText('The server does not answer').waitFor();
    await stage.startServer();
    await client.deployments.createRun({ id, name: 'after' });
    await client.flowRuns.setState({ id: run.id, state: { type: 'CANCELLED' } });
    await page.getByRole('link', { name: 'after', exact: true }).waitFor();
    await page.getByRole('listitem').filter({ hasText: 'before' }).getByText('Cancelled').waitFor();
    await expect.poll(() => page.getByText('The server does not answer').count()).toBe(0);
  });

  test('a switch that the server refuses goes back, and says why', async () => {
    await using stage = await openStage();
    await using browser = await openBrowser(stage.url);
    await using visitor = await browser.visit();
    const { page, go } = visitor;
    const { flow } = await stage.client.flows.create({ name: 'short-lived' });
    const { deployment } = await stage.client.deployments.create({ name: 'gone', flowId: flow.id });
    await go('/deployments');
    const row = page.getByRole('row').filter({ hasText: 'short-lived/gone' });
    const active = row.getByRole('switch');
    await active.waitFor();
    await page.route('**/trpc/deployments.pause*', async (route) => {
      await stage.client.deployments.delete({ id: deployment.id });
      await route.continue();
    });
    await active.click();
    await page.getByText(/There is no deployment/).waitFor();
  });
});
