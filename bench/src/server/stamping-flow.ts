import { appendFile } from 'node:fs/promises';
import { flow } from '@carillon/sdk';
import { z } from 'zod';

/** Milliseconds since the epoch, in fractions of one. */
const instant = (): number => performance.timeOrigin + performance.now();

export const stamping = flow({
  name: 'stamping',
  parameters: z.object({ file: z.string() }),
  async run({ file }) {
    const begun = instant();
    await appendFile(file, `${begun}\n`);
  },
});

export const stampingDeployment = stamping.deployment({ name: 'bench' });
