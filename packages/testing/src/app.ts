import { type Clock, createLogger } from '@carillon/process';
import {
  appRouter,
  type Context,
  inTransaction,
  openServices,
  reading,
  type ServerConfig,
  type Services,
  serveHttp,
  serverConfig,
} from '@carillon/server';
import { TestClock } from './clock.ts';
import { createTestDatabase } from './database.ts';

const nobody = { actor: null };

export type TestApp = AsyncDisposable & {
  services: Services;
  /** Stands still until a test moves it; starts at 2026-01-05T00:00:00Z, a Monday. */
  clock: TestClock;
  /** Every procedure, called in this process, under the router's own transactions and schemas. */
  caller: ReturnType<typeof appRouter.createCaller>;
  databaseUrl: string;
  /** Work in one transaction, as a mutation has it. */
  run: <T>(work: (context: Context) => Promise<T>) => Promise<T>;
  read: <T>(work: (context: Context) => Promise<T>) => Promise<T>;
  /** Serves it over HTTP, on a free port of loopback; ends with the app. */
  listen: () => Promise<string>;
};

export type TestAppOptions = {
  /** Another clock, for instance `systemClock`. */
  clock?: Clock;
  config?: Partial<ServerConfig>;
  /** Another server's database, so that several share one. */
  databaseUrl?: string;
};

/** A server's insides on a database of its own, without its loops: a test calls their passes when it wants one. */
export const testApp = async ({ clock, config = {}, databaseUrl }: TestAppOptions = {}): Promise<TestApp> => {
  const testClock = new TestClock(new Date('2026-01-05T00:00:00Z'));
  const stack = new AsyncDisposableStack();
  try {
    const url = databaseUrl ?? stack.use(await createTestDatabase()).url;
    const { services, close } = await openServices({
      config: serverConfig.parse({ ...config }),
      databaseUrl: url,
      log: createLogger({ level: 'silent' }),
      clock: clock ?? testClock,
    });
    stack.defer(close);
    const own = stack.move();
    return {
      services,
      clock: testClock,
      caller: appRouter.createCaller({ services, actor: null }),
      databaseUrl: url,
      run: (work) => inTransaction(services, nobody, work),
      read: (work) => reading(services, nobody, work),
      listen: async () => {
        const listening = await serveHttp(services, { host: '127.0.0.1', port: 0, graceMs: 500 });
        own.defer(listening.close);
        return listening.url;
      },
      [Symbol.asyncDispose]: () => own.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
};
