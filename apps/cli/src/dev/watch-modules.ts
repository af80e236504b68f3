import { existsSync, type FSWatcher, watch } from 'node:fs';
import path from 'node:path';

// An editor writes a file in several steps.
const settleMs = 100;

export type ModuleWatch = {
  /** A module that was loaded. */
  add(file: string): void;
  /** A folder in which a module that comes matters; one that is not there is passed over. */
  addFolder(folder: string): void;
  close(): void;
};

const isModule = (name: string): boolean => /\.[cm]?[jt]s$/.test(name);

/**
 * Tells of modules that were loaded and changed, and of new ones in their folders, which may be what an import or a pattern
 * lacked. Folders are watched, for editors replace files.
 */
export const watchModules = (onChange: (files: readonly string[]) => void): ModuleWatch => {
  const files = new Set<string>();
  const folders = new Map<string, FSWatcher>();
  const changed = new Set<string>();
  let settling: NodeJS.Timeout | undefined;

  const note = (file: string): void => {
    changed.add(file);
    clearTimeout(settling);
    settling = setTimeout(() => {
      onChange([...changed].sort());
      changed.clear();
    }, settleMs);
  };
  const addFolder = (folder: string): void => {
    if (folders.has(folder) || !existsSync(folder)) return;
    const watcher = watch(folder, (event, name) => {
      if (name === null) return;
      const file = path.join(folder, name);
      const isNew = event === 'rename' && isModule(name) && existsSync(file);
      if (files.has(file) || isNew) note(file);
    });
    // A folder that is removed is no longer watched; its files have been told of.
    watcher.on('error', () => folders.delete(folder));
    folders.set(folder, watcher);
  };
  return {
    addFolder,
    add(file) {
      files.add(file);
      addFolder(path.dirname(file));
    },
    close() {
      clearTimeout(settling);
      for (const watcher of folders.values()) watcher.close();
    },
  };
};
