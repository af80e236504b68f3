import { testApp } from '@carillon/testing';
import { expect, test } from 'vitest';

test('the reference has every route, and loads nothing but its own style', async () => {
  await using app = await testApp({ config: { apiKey: 'a key of some length' } });
  const url = await app.listen();
  const answer = await fetch(`${url}/docs`);
  expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  const page = await answer.text();
  expect(page).toContain('<code>/api/deployments/{id}/schedules</code>');
  expect(page).toContain('<code>/api/ui/schemas/validate</code>');
  expect(page).toMatch(/any_\?: uuid\[\] \| null/);
  expect(page).not.toMatch(/<script|<style| style=| on\w+=/);
  const loaded = Array.from(page.matchAll(/(?:src|<link[^>]*href)="([^"]+)"/g), ([, address]) => address);
  expect(loaded).toEqual(['/docs/style.css']);
  const style = await fetch(`${url}/docs/style.css`);
  expect(style.headers.get('content-type')).toMatch(/^text\/css/);
  expect(await style.text()).not.toMatch(/url\(|@import/);
});
