import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';

// Random kills for as long as one likes: npm run chaos -- --seconds 300 [--seed N]
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '300' }, seed: { type: 'string' } },
});
const root = path.resolve(import.meta.dirname, '..');
const vitest = spawn('vitest', ['run', '--project', 'e2e', 'e2e/src/faults/chaos.test.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    CARILLON_CHAOS_SECONDS: values.seconds,
    ...(values.seed !== undefined && { CARILLON_CHAOS_SEED: values.seed }),
  },
});
vitest.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
