import { expect, test } from 'vitest';
import { isAllowedOrigin } from './origins.ts';

test.each([
  ['http://localhost:3000', 'loopback', true],
  ['http://127.0.0.1:4200', 'loopback', true],
  ['http://[::1]:8080', 'loopback', true],
  ['https://127.evil.example', 'loopback', false],
  ['https://evil.example', 'loopback', false],
  ['null', 'loopback', false],
  ['https://ui.example', 'loopback,https://ui.example', true],
  ['https://ui.example', 'https://ui.example', true],
  ['http://localhost:3000', 'https://ui.example', false],
  ['https://evil.example', '*', true],
])('%s with "%s": %s', (origin, corsOrigins, allowed) => {
  expect(isAllowedOrigin(origin, { corsOrigins })).toBe(allowed);
});
