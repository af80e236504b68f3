import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';

/** The port that was asked for, if it is free; for 0 any that is. */
const freePort = (wanted: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host: '127.0.0.1', port: wanted }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });

/** The port of the last start if it is still free, so that what people noted down goes on working; else another. */
export const choosePort = async (home: string): Promise<number> => {
  const file = path.join(home, 'port');
  const last = Number(await readFile(file, 'utf8').catch(() => '0'));
  const kept = Number.isInteger(last) && last > 0 && last < 65_536 ? await freePort(last) : undefined;
  const port = kept ?? (await freePort(0));
  if (port === undefined) throw new Error('no free port on 127.0.0.1');
  if (port !== last) await writeFile(file, `${port}\n`);
  return port;
};
