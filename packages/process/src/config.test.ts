import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ConfigError, describeConfig, readConfig } from './config.ts';

const schema = z.object({
  databaseUrl: z.string().optional().describe('the database'),
  loopSeconds: z.number().min(1).default(5).describe('seconds between passes'),
  port: z.coerce.number().int().max(65_535).default(4200).describe('port to listen on'),
  paused: z.boolean().default(false).describe('whether to start paused'),
  logLevel: z.enum(['info', 'error']).default('info').describe('least level'),
});

describe('readConfig', () => {
  test('an empty environment gives the defaults', () => {
    expect(readConfig(schema, {})).toEqual({ loopSeconds: 5, port: 4200, paused: false, logLevel: 'info' });
  });

  test('names follow from the keys, text becomes what the schema wants', () => {
    const env = {
      DATABASE_URL: 'postgres://x',
      CARILLON_LOOP_SECONDS: ' 2.5 ',
      CARILLON_PORT: '0',
      CARILLON_PAUSED: 'Yes',
      CARILLON_LOG_LEVEL: 'error',
      CARILLON_DATABASE_URL: 'not this one',
    };
    expect(readConfig(schema, env)).toEqual({
      databaseUrl: 'postgres://x',
      loopSeconds: 2.5,
      port: 0,
      paused: true,
      logLevel: 'error',
    });
  });

  test('an empty variable counts as not set', () => {
    expect(readConfig(schema, { CARILLON_PORT: '', CARILLON_LOOP_SECONDS: ' ', DATABASE_URL: '' })).toEqual(
      readConfig(schema, {}),
    );
  });

  test('all problems come at once, each with its variable and what it is for', () => {
    const env = {
      CARILLON_LOOP_SECONDS: 'soon',
      CARILLON_PORT: '70000',
      CARILLON_PAUSED: 'perhaps',
      CARILLON_LOG_LEVEL: 'loud',
    };
    const read = (): unknown => readConfig(schema, env);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(
      [
        'The configuration is not valid:',
        '  CARILLON_LOOP_SECONDS: must be a number, not "soon" (seconds between passes)',
        '  CARILLON_PORT: Too big: expected number to be <=65535 (port to listen on)',
        '  CARILLON_PAUSED: Invalid input: expected boolean, received string (whether to start paused)',
        '  CARILLON_LOG_LEVEL: Invalid option: expected one of "info"|"error" (least level)',
      ].join('\n'),
    );
  });

  test('a value is never repeated in the message, for it may be a secret', () => {
    const secret = z.object({ apiKey: z.string().min(16).optional().describe('the secret') });
    const read = (): unknown => readConfig(secret, { CARILLON_API_KEY: 'hunter2' });
    expect(read).toThrow(/CARILLON_API_KEY: Too small/);
    expect(read).not.toThrow(/hunter2/);
  });
});

describe('describeConfig', () => {
  test('gives name, default and description of every setting in order', () => {
    expect(describeConfig(schema).slice(0, 3)).toEqual([
      { key: 'databaseUrl', env: 'DATABASE_URL', default: undefined, description: 'the database' },
      {
        key: 'loopSeconds',
        env: 'CARILLON_LOOP_SECONDS',
        default: '5',
        description: 'seconds between passes',
      },
      { key: 'port', env: 'CARILLON_PORT', default: '4200', description: 'port to listen on' },
    ]);
  });

  test('refuses a setting that says nothing of itself', () => {
    expect(() => describeConfig(z.object({ speed: z.number().default(1) }))).toThrow(
      'the setting speed has no description',
    );
  });
});
