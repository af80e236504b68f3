import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** Prints every built-in module that loading the main entry asks for, whichever package asks. */
const listBuiltins = `
  import { isBuiltin, registerHooks } from 'node:module';
  const found = new Set();
  registerHooks({
    resolve(specifier, context, next) {
      if (isBuiltin(specifier)) found.add(specifier + ' by ' + context.parentURL);
      return next(specifier, context);
    },
  });
  await import(process.argv[1]);
  console.log(JSON.stringify([...found]));
`;

test('the main entry, and all that it imports, imports no module of Node', () => {
  const entry = new URL('./index.ts', import.meta.url).href;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', listBuiltins, entry], {
    encoding: 'utf8',
  });
  expect(JSON.parse(printed)).toEqual([]);
});
