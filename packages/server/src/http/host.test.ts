import { expect, test } from 'vitest';
import { isKnownHost, isLoopback, isOwnOrigin } from './host.ts';

const local = { host: '127.0.0.1', allowedHosts: '' };

test.each([
  ['localhost', true],
  ['localhost:4200', true],
  ['LOCALHOST:4200', true],
  ['127.0.0.1:4200', true],
  ['127.9.9.9', true],
  ['[::1]:4200', true],
  ['[::1]', true],
  ['evil.example', false],
  ['evil.example:4200', false],
  ['localhost.evil.example', false],
  ['127.0.0.1.evil.example', false],
  ['10.0.0.1', false],
  ['user@localhost', false],
  ['localhost/path', false],
  ['localhost:4200:4200', false],
  ['::1', false],
  ['', false],
])('a server of this machine alone takes %j for its own: %s', (header, known) => {
  expect(isKnownHost(header, local)).toBe(known);
});

test('a request without a Host is not ours', () => {
  expect(isKnownHost(undefined, local)).toBe(false);
});

test('a server that listens beyond goes by its name, by any address, and by what is allowed besides', () => {
  const open = { host: '0.0.0.0', allowedHosts: 'carillon.example, Other.example' };
  for (const header of [
    '10.0.0.1:4200',
    '[fe80::1]:4200',
    'carillon.example',
    'other.example:80',
    'localhost',
  ])
    expect(isKnownHost(header, open)).toBe(true);
  expect(isKnownHost('evil.example', open)).toBe(false);
  expect(isKnownHost('box.lan', { host: 'Box.lan', allowedHosts: '' })).toBe(true);
});

test('loopback is told from what other machines reach', () => {
  for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '::1']) expect(isLoopback(host)).toBe(true);
  for (const host of ['0.0.0.0', '::', '10.0.0.1', 'box.lan', '127.evil.example'])
    expect(isLoopback(host)).toBe(false);
});

test('a page is ours when it came from this very host, over either scheme', () => {
  expect(isOwnOrigin(undefined, 'localhost:4200')).toBe(true);
  expect(isOwnOrigin('http://localhost:4200', 'localhost:4200')).toBe(true);
  expect(isOwnOrigin('https://localhost:4200', 'localhost:4200')).toBe(true);
  for (const origin of ['null', 'http://localhost:4201', 'http://localhost', 'http://evil.example'])
    expect(isOwnOrigin(origin, 'localhost:4200')).toBe(false);
});
