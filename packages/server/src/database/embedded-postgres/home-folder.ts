import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, mkdir, realpath, rename, rmdir, stat, statfs, symlink } from 'node:fs/promises';
import path from 'node:path';
import { EmbeddedPostgresError } from './error.ts';
import { canEnter, type RunAs } from './run-as.ts';

/** Only root ever needs it: folders of a user are open to that user. */
const outside = '/var/lib/carillon';

/** The kernel's own file systems, /proc and /sys: making a folder there never ends, or never works. */
const pseudoFiles: ReadonlySet<number> = new Set([0x9fa0, 0x62656572]);

/** The nearest folder on the way that is there already: what is missing is made below it. */
const nearest = async (folder: string): Promise<string> => {
  const parent = path.dirname(folder);
  const found = await stat(folder).catch((error: unknown) => {
    if (parent !== folder && hasCode(error, 'ENOENT')) return null;
    throw error;
  });
  return found === null ? nearest(parent) : folder;
};

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** Says of a place that no folder can be made in that it is so, before the system is asked to make one. */
const refuseUnusable = async (folder: string): Promise<void> => {
  try {
    const there = await nearest(folder);
    await access(there, constants.W_OK);
    if (!(await stat(there)).isDirectory()) throw new Error(`${there} is no folder`);
    if (pseudoFiles.has((await statfs(there)).type)) throw new Error(`${there} holds no files of ours`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmbeddedPostgresError(
      `${folder} cannot hold a database: ${reason}; --data names another folder`,
    );
  }
};

/** Folders made on the way are open to walk through, whatever the umask; those that were there stay as they are. */
const makeFolder = async (folder: string): Promise<void> => {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = path.dirname(made)) await chmod(made, 0o755);
};

/**
 * Makes the folder that holds all of one embedded server, and gives its real path.
 *
 * As root PostgreSQL runs as another user, who cannot pass a 0700 directory such as /root. We change no permissions of
 * folders that are not ours: below one the folder becomes a link to a new one under /var/lib/carillon. (The temporary
 * folders are no place for it, as systems clear them of what is old.)
 */
export const prepareHome = async (folder: string, runAs: RunAs | undefined): Promise<string> => {
  await refuseUnusable(folder);
  await makeFolder(folder);
  const home = await realpath(folder);
  if (await canEnter(home, runAs)) return home;

  const elsewhere = path.join(
    outside,
    `${path.basename(path.dirname(folder))}-${randomBytes(6).toString('hex')}`,
  );
  await makeFolder(outside);
  if (runAs === undefined || !(await canEnter(outside, runAs))) {
    throw new EmbeddedPostgresError(
      `${home} cannot be entered by the user that PostgreSQL runs as; set DATABASE_URL`,
    );
  }
  try {
    await rmdir(folder);
    await makeFolder(elsewhere);
  } catch {
    // It holds a database from a time when the way to it was open.
    await rename(folder, elsewhere);
  }
  await symlink(elsewhere, folder);
  return elsewhere;
};
