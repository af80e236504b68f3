import { type Clock, type Logger, offsetClock, systemClock } from '@carillon/process';
import { createBackground } from './background.ts';
import type { ServerConfig } from './config.ts';
import type { Services } from './context.ts';
import { createOrm } from './database/orm.ts';
import { createWake } from './features/flow-runs/wake.ts';
import { createSchemaValidator } from './features/parameters/schema-validator.ts';
import { followDatabaseClock } from './loops/clock-offset.ts';

const clockCheckMs = 60_000;

export type ServicesOptions = {
  config: ServerConfig;
  databaseUrl: string;
  log: Logger;
  /** A clock of the caller's own, as tests have; without it the database's is followed. */
  clock?: Clock;
};

export type OpenServices = {
  services: Services;
  /** Ends streams and waiting calls; everything else goes on. */
  beginStop: () => void;
  close: () => Promise<void>;
};

/** Opens what a server lives on. */
export const openServices = async ({
  config,
  databaseUrl,
  log,
  clock: ownClock,
}: ServicesOptions): Promise<OpenServices> => {
  const controller = new AbortController();
  const orm = await createOrm({
    url: databaseUrl,
    poolMax: config.poolMax,
    statementTimeoutSeconds: config.statementTimeoutSeconds,
  });
  const following = offsetClock(systemClock);
  const clock = ownClock ?? following;
  let clockCheck: NodeJS.Timeout | undefined;
  if (ownClock === undefined) {
    await followDatabaseClock(orm, following, systemClock);
    clockCheck = setInterval(() => {
      followDatabaseClock(orm, following, systemClock).catch((error: unknown) =>
        log.warn({ error }, 'the database clock could not be read'),
      );
    }, clockCheckMs).unref();
  }
  const wake = createWake({ databaseUrl, orm, clock, log, signal: controller.signal });
  const background = createBackground();
  const schemas = createSchemaValidator({ deadlineSeconds: config.parameterCheckSeconds });
  const beginStop = (): void => controller.abort(new Error('the server is stopping'));
  return {
    services: { config, orm, clock, log, schemas, wake, background, signal: controller.signal },
    beginStop,
    close: async () => {
      clearInterval(clockCheck);
      beginStop();
      await Promise.all([wake.close(), schemas.close(), background.settled()]);
      await orm.close();
    },
  };
};
