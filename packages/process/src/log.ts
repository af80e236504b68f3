import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';

export type { Logger };
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export type LoggerOptions = {
  level: LogLevel;
  /** Where the lines go; standard output by default, written at once, so that nothing is lost at exit. */
  destination?: DestinationStream;
};

const secrets = ['apiKey', 'password', 'authorization', 'Authorization', 'databaseUrl'];

/**
 * One JSON line an event: a constant message, the data in fields. Errors go under `error` and keep their causes.
 * Secrets are blacked out down to three levels deep.
 */
export const createLogger = ({ level, destination }: LoggerOptions): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: stdSerializers.errWithCause, err: stdSerializers.errWithCause },
      redact: {
        paths: secrets.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
        censor: '[secret]',
      },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
