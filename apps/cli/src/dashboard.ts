import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Logger } from '@carillon/process';

const repository = path.resolve(import.meta.dirname, '../../..');
const source = path.join(repository, 'apps/dashboard');
const cache = path.join(repository, 'node_modules/.cache/carillon-dashboard');

/** What a build is made of. The lockfile stands for every library. */
const ingredients = [
  'apps/dashboard/index.html',
  'apps/dashboard/package.json',
  'apps/dashboard/vite.config.ts',
  'apps/dashboard/public',
  'apps/dashboard/src',
  'apps/dashboard/stand-ins',
  'packages/core/src',
  'packages/sdk/src',
  'pnpm-lock.yaml',
];

const filesOf = (name: string): string[] => {
  const at = path.join(repository, name);
  if (path.extname(name) !== '') return [at];
  return readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test(-d)?\.ts$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
};

const hashOf = (names: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const file of names.flatMap(filesOf)) {
    hash
      .update(`${path.relative(repository, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
};

/** Runs the bundler as a process of its own; rejects with what it said when it fails. */
const runVite = (folder: string, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const vite = path.join(source, 'node_modules/vite/bin/vite.js');
    const args = [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'];
    const child = spawn(process.execPath, args, {
      cwd: source,
      // Whatever this process is run for, a page that is served is built to be served.
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        said += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(said.trim()))));
  });

/** Builds beside the others and moves into place, so that a folder with the name of a build is a whole one. */
const build = async (folder: string, signal: AbortSignal): Promise<void> => {
  await mkdir(cache, { recursive: true });
  const temporary = await mkdtemp(path.join(cache, 'building-'));
  try {
    await runVite(temporary, signal);
    // Another process may have been quicker; its build is as good.
    if (!existsSync(folder)) await rename(temporary, folder).catch(() => {});
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  const kept = path.basename(folder);
  const old = (await readdir(cache)).filter((name) => name !== kept && !name.startsWith('building-'));
  await Promise.all(old.map((name) => rm(path.join(cache, name), { recursive: true, force: true })));
};

/** The folder of the published package, when this is no checkout. */
const publishedFolder = (): string | undefined => {
  try {
    const manifest = createRequire(import.meta.url).resolve('@carillon/dashboard/package.json');
    const folder = path.join(path.dirname(manifest), 'dist');
    return existsSync(path.join(folder, 'index.html')) ? folder : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The dashboard, built: anew where its sources changed since it was built last, which takes a few seconds; otherwise the one that
 * is there. Undefined, with a word in the log, where there is none: the server does without it.
 */
export const dashboardFolder = async ({
  log,
  signal,
}: {
  log: Logger;
  signal: AbortSignal;
}): Promise<string | undefined> => {
  if (!existsSync(path.join(source, 'vite.config.ts'))) return publishedFolder();
  const folder = path.join(cache, hashOf(ingredients));
  try {
    if (!existsSync(folder)) await build(folder, signal);
    return folder;
  } catch (error) {
    if (!signal.aborted) log.warn({ error }, 'the dashboard could not be built; the server goes without it');
    return undefined;
  }
};
