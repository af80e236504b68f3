import { randomBytes } from 'node:crypto';
import { chmod, mkdir, realpath, rename, rmdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { EmbeddedPostgresError } from './error.ts';
import { canEnter, type RunAs } from './run-as.ts';

/** Only root ever needs it: folders of a user are open to that user. */
const outside = '/var/lib/carillon';

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
