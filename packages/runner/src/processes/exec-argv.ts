// What starts a debugger, a test run, a watch or other code than ours must not be passed on to a child.
const ours =
  /^--(?:inspect|debug|watch|test|eval|print|check|run|input-type|interactive|prof|cpu-prof|heap-prof)(?:[-=]|$)/;
const withValue = new Set(['-e', '-p', '-pe', '--eval', '--print', '--watch-path', '--input-type', '--run']);
const short = new Set(['-e', '-p', '-pe', '-c', '-i']);

/** The flags of this process that its children take over: loaders, conditions, memory limits and the like. */
export const childExecArgv = (argv: readonly string[]): string[] =>
  argv.filter((flag, index) => {
    const before = argv[index - 1];
    if (before !== undefined && withValue.has(before) && !flag.startsWith('-')) return false;
    return !ours.test(flag) && !short.has(flag);
  });
