import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';

/**
 * When a process started, in words that tell it from any later process with the same pid.
 * undefined when there is none, or only a zombie that nobody has buried.
 */
export const processStart = (pid: number): string | undefined => {
  try {
    if (process.platform !== 'linux') {
      const words = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
        encoding: 'utf8',
      }).trim();
      return words === '' || words.startsWith('Z')
        ? undefined
        : words.slice(words.indexOf(' ')).replaceAll(/\W+/g, '-');
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is a name in parentheses that may hold anything; state is the third and the start the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
};

const nameOf = async (pid: number): Promise<string> => {
  if (process.platform === 'linux') return (await readFile(`/proc/${pid}/comm`, 'utf8')).trim();
  return path.basename(execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).trim());
};

const isPostgres = async (pid: number): Promise<boolean> => {
  try {
    return processStart(pid) !== undefined && (await nameOf(pid)).startsWith('postgres');
  } catch {
    return false;
  }
};

/**
 * The PostgreSQL processes at work in a data folder. Linux finds them all by their working directory, backends that
 * outlived their postmaster too; elsewhere only the one that `postmasterPid` names is looked at.
 */
export const postgresProcessesIn = async (
  dataFolder: string,
  postmasterPid: number | undefined,
): Promise<number[]> => {
  if (process.platform !== 'linux') {
    return postmasterPid !== undefined && (await isPostgres(postmasterPid)) ? [postmasterPid] : [];
  }
  const found: number[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    // Those of other people cannot be read, and cannot be ours.
    const folder = await readlink(`/proc/${entry}/cwd`).catch(() => undefined);
    if (folder === dataFolder && (await isPostgres(Number(entry)))) found.push(Number(entry));
  }
  return found;
};
