import { createInterface } from 'node:readline/promises';
import { UsageError } from './usage-error.ts';

/** Asks at the terminal. Anything but yes is no; where there is no terminal, only `--yes` can answer. */
export const confirm = async (question: string): Promise<boolean> => {
  if (!process.stdin.isTTY) throw new UsageError('There is nobody to ask here; give --yes.');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C and Ctrl-D end the question, not the answer.
  const gone = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([terminal.question(`${question} [y/N] `), gone]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
};
