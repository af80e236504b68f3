import { type ChildProcess, spawn } from 'node:child_process';

// Reads `+ group` and `- group`. When the pipe ends its writer is gone, however it died, and the groups go with it.
const script = `trap '' INT TERM HUP
groups=' '
while read -r sign group; do
  case $sign in
    +) groups="$groups$group " ;;
    -) groups="\${groups%% $group *} \${groups#* $group }" ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group"; done 2>/dev/null`;

const restartMs = 100;

export type Watcher = {
  /** From now on this process group dies with us, within moments, whatever kills us. */
  add(group: number): void;
  remove(group: number): void;
  close(): void;
};

/** One small shell for all children. Where there is no `sh` (Windows) a child ends when its channel to us closes. */
export const startWatcher = (): Watcher => {
  const groups = new Set<number>();
  let closed = false;
  let shell: ChildProcess | undefined;

  const tell = (sign: '+' | '-', group: number): void => {
    shell?.stdin?.write(`${sign} ${group}\n`);
  };
  const start = (): void => {
    if (closed || process.platform === 'win32') return;
    shell = spawn('sh', ['-c', script], { detached: true, cwd: '/', stdio: ['pipe', 'ignore', 'ignore'] });
    shell.unref();
    // A socket, though typed as a plain stream: it must not keep this process alive either.
    if (shell.stdin && 'unref' in shell.stdin && typeof shell.stdin.unref === 'function') shell.stdin.unref();
    shell.stdin?.on('error', () => {});
    shell.once('error', () => {});
    shell.once('exit', () => setTimeout(start, restartMs).unref());
    for (const group of groups) tell('+', group);
  };

  start();
  return {
    add(group) {
      groups.add(group);
      tell('+', group);
    },
    remove(group) {
      if (groups.delete(group)) tell('-', group);
    },
    close() {
      closed = true;
      shell?.stdin?.end();
    },
  };
};
