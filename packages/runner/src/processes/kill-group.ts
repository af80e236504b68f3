/**
 * Signals every process of a child's group, grandchildren included; false when none is left.
 * Windows has no groups: there the child alone is ended.
 */
export const killGroup = (pid: number, signal: NodeJS.Signals): boolean => {
  try {
    return process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    return false;
  }
};
