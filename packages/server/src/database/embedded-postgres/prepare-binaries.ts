import { createHash } from 'node:crypto';
import {
  chmod,
  constants,
  copyFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { EmbeddedPostgresError } from './error.ts';
import { locateBinaries, notAvailable } from './locate-binaries.ts';
import { type RunAs, run, spawnOptions } from './run-as.ts';

export type Binaries = {
  postgres: string;
  initdb: string;
  /** As in `18.4`. */
  version: string;
};

const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm carries no links, so the package lists those between its libraries; its own script that makes them may be blocked. */
const makeLinks = async (native: string): Promise<void> => {
  const list = linkList.parse(JSON.parse(await readFile(path.join(native, 'pg-symlinks.json'), 'utf8')));
  for (const { source, target } of list) {
    const link = path.resolve(native, '..', target);
    const to = path.relative(path.dirname(link), path.resolve(native, '..', source));
    await symlink(to, link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
};

/** Runs it: whether the user may, whether its libraries are found, whether it is made for this system. */
const versionOf = async (native: string, runAs: RunAs | undefined): Promise<string> => {
  const { stdout } = await run(path.join(native, 'bin', 'postgres'), ['--version'], spawnOptions(runAs));
  return stdout.trim().split(' ').at(-1) ?? '';
};

/** A name that changes with the files. */
const fingerprint = async (native: string): Promise<string> => {
  const hash = createHash('sha256');
  const entries = await readdir(native, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(`${path.relative(native, file)} ${(await stat(file)).size}\n`);
  return hash.digest('hex').slice(0, 16);
};

const copyTree = async (from: string, to: string): Promise<void> => {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isFile()) {
      await copyFile(source, target, constants.COPYFILE_FICLONE);
      await chmod(target, (await stat(source)).mode & 0o100 ? 0o755 : 0o644);
    }
  }
};

const copyPrefix = 'binaries-';

/** A copy of our own in the home folder; made once, whole or not at all. Copies of other versions go. */
const copyInto = async (home: string, native: string): Promise<string> => {
  const name = `${copyPrefix}${await fingerprint(native)}`;
  const names = await readdir(home);
  for (const old of names) {
    if (old.startsWith(copyPrefix) && old !== name) await rm(path.join(home, old), { recursive: true });
  }
  const copy = path.join(home, name, 'native');
  if (names.includes(name)) return copy;

  const unfinished = path.join(home, `${name}.unfinished`);
  await mkdir(unfinished);
  await chmod(unfinished, 0o755);
  await copyTree(native, path.join(unfinished, 'native'));
  await makeLinks(path.join(unfinished, 'native'));
  await rename(unfinished, path.join(home, name));
  return copy;
};

const isMusl = (): boolean => {
  const report: unknown = process.platform === 'linux' ? process.report.getReport() : undefined;
  const seen = z.object({ header: z.object({ glibcVersionRuntime: z.string() }) }).safeParse(report);
  return process.platform === 'linux' && !seen.success;
};

/**
 * Programs that the given user can run: those of the package where they lie if that is possible, else a copy in `home`
 * (node_modules below a 0700 directory, or read-only without the links). The caller holds the claim on `home`.
 */
export const prepareBinaries = async (home: string, runAs: RunAs | undefined): Promise<Binaries> => {
  const native = locateBinaries();
  const found = (folder: string, version: string): Binaries => ({
    postgres: path.join(folder, 'bin', 'postgres'),
    initdb: path.join(folder, 'bin', 'initdb'),
    version,
  });
  try {
    await makeLinks(native);
    return found(native, await versionOf(native, runAs));
  } catch {
    if (isMusl()) throw notAvailable(`${process.platform}/${process.arch} with musl`);
  }
  const copy = await copyInto(home, native);
  try {
    return found(copy, await versionOf(copy, runAs));
  } catch (error) {
    throw new EmbeddedPostgresError(
      `embedded PostgreSQL does not run here: ${error instanceof Error ? error.message.trim() : String(error)}; set DATABASE_URL to a PostgreSQL 15 or newer`,
      { cause: error },
    );
  }
};
