// Runs a script of this repository on Node 24 with its dependencies in place, from nothing but Node 20 and npm.
// Plain JavaScript: it is the one file that an old Node reads.
//   node scripts/run.mjs apps/cli/src/demo.ts ARGS…   a TypeScript entry
//   node scripts/run.mjs vitest run                   a tool of node_modules/.bin
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const parent = process.ppid;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const bin = path.join(root, 'node_modules', '.bin');
const env = {
  // Compiled code is kept, so that every process, a flow's too, begins in half the time.
  NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'node'),
  ...process.env,
  PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  npm_config_update_notifier: 'false',
};

function install() {
  const lock = readFileSync(path.join(root, 'pnpm-lock.yaml'));
  const manifest = readFileSync(path.join(root, 'package.json'));
  const wanted = createHash('sha256').update(lock).update(manifest).digest('hex');
  const stamp = path.join(root, 'node_modules', '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const { version } = JSON.parse(manifest.toString()).devEngines.packageManager;
  const done = spawnSync('npx', ['--yes', `pnpm@${version}`, 'install', '--frozen-lockfile'], {
    cwd: root,
    env,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) {
    console.error(
      'The dependencies could not be installed; the lines above say why. Needed: npm and a package registry.',
    );
    process.exit(done.status ?? 1);
  }
  writeFileSync(stamp, wanted);
}

/** Node 24 comes from npm on Linux with glibc; elsewhere the system's own must run TypeScript, so 22.18 or newer. */
function node() {
  const packaged = path.join(bin, 'node');
  if (existsSync(packaged) && spawnSync(packaged, ['--version']).status === 0) return packaged;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  console.error(
    `Carillon needs Node 22.18 or newer on ${process.platform}/${process.arch}; this is ${process.version}.\n` +
      'On Linux with glibc (x64, arm64) it brings its own; elsewhere please install a newer Node.',
  );
  process.exit(1);
}

install();
const [entry = '', ...args] = process.argv.slice(2);
const isSource = /\.(ts|mjs)$/.test(entry);
const command = isSource ? node() : path.join(bin, entry);
const child = spawn(command, isSource ? [path.join(root, entry), ...args] : args, {
  cwd: isSource ? process.cwd() : root,
  env: isSource ? env : { ...env, PATH: env.PATH },
  stdio: 'inherit',
  shell: process.platform === 'win32' && !isSource,
});
// A terminal's Ctrl-C reaches the child by itself; a signal sent to this process alone is handed on, and the child decides when to end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// npm hands a signal to the shell between it and us, and both die of it without a word; then ours must end as well.
const orphaned = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(orphaned);
  child.kill('SIGTERM');
}, 200);
if (process.env.npm_lifecycle_event === undefined) clearInterval(orphaned);
child.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on('exit', (code, signal) =>
  process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1)),
);
