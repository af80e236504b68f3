export { type BackoffOptions, backoffMs } from './backoff.ts';
export { type Clock, type OffsetClock, offsetClock, systemClock } from './clock.ts';
export {
  ConfigError,
  type ConfigProblem,
  describeConfig,
  type Environment,
  type EnvironmentNames,
  readConfig,
  type Setting,
} from './config.ts';
export { createLogger, type Logger, type LoggerOptions, type LogLevel, logLevels } from './log.ts';
export { type Loop, type LoopOptions, type PassOutcome, type PassResult, runLoop } from './loop.ts';
export { handleShutdown, type Shutdown, type ShutdownOptions } from './shutdown.ts';
