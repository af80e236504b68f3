import { expect, test } from 'vitest';
import { helpText, numberOf, readArguments, refusePositionals, textOf } from './arguments.ts';
import { UsageError } from './usage-error.ts';

const options = { port: { value: 'N', help: 'the port' }, once: { help: 'only once', short: 'o' } };

test('options and files may stand in any order', () => {
  const parsed = readArguments(['a.ts', '--port', '4300', '--once', 'b.ts'], options);
  expect(parsed.positionals).toEqual(['a.ts', 'b.ts']);
  expect(numberOf(parsed, 'port', { min: 0, max: 65_535 })).toBe(4300);
  expect(textOf(parsed, 'once')).toBeUndefined();
  expect(parsed.values.once).toBe(true);
});

test.for([
  [['--prot', '1'], "Unknown option '--prot'"],
  [['--port'], "Option '--port <value>' argument missing"],
  [['--once=yes'], "Option '-o, --once' does not take an argument"],
] as const)('%j is refused with words', ([argv, words]) => {
  expect(() => readArguments(argv, options)).toThrow(UsageError);
  expect(() => readArguments(argv, options)).toThrow(words);
});

test('a command of options alone takes nothing else', () => {
  refusePositionals(readArguments(['--once'], options));
  expect(() => refusePositionals(readArguments(['4300'], options))).toThrow(
    'There is nothing to do with "4300"',
  );
});

test.for(['-1', '65536', '1.5', 'many', ''])('%j is no port', (text) => {
  const parsed = readArguments([`--port=${text}`], options);
  expect(() => numberOf(parsed, 'port', { min: 0, max: 65_535 })).toThrow(
    `--port must be a whole number from 0 to 65535, not "${text}"`,
  );
});

test('help has a line for each option, --help too', () => {
  expect(helpText({ usage: 'x [--port N]', about: 'Does x.', options }).split('\n')).toEqual([
    'x [--port N]',
    '',
    'Does x.',
    '',
    '      --port N  the port',
    '  -o, --once    only once',
    '  -h, --help    show this',
    '',
  ]);
});
