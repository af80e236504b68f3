import { z } from 'zod';

/** The server's settings; names in the environment are CARILLON_ and the key in capitals, but for DATABASE_URL. */
export const serverConfig = z.object({
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional()
    .describe('PostgreSQL 15 or newer to use; without it the server runs one of its own'),
  dataFolder: z.string().default('.carillon').describe('where the embedded database lives'),
  dashboardFolder: z
    .string()
    .optional()
    .describe('folder of a built dashboard to serve at /; the command line builds one by itself'),
  host: z
    .string()
    .default('127.0.0.1')
    .describe('address to listen on; any other than loopback needs an API key'),
  port: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(4200)
    .describe('port to listen on; 0 picks a free one'),
  apiKey: z.string().min(16).optional().describe('shared secret that every call must send as a Bearer token'),
  allowedHosts: z.string().default('').describe('further Host headers to answer, separated by commas'),
  corsOrigins: z
    .string()
    .default('loopback')
    .describe(
      'origins whose pages may call /api, separated by commas: `loopback` for this machine on any port, `*` for all',
    ),
  logLevel: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('least level that is logged'),
  poolMax: z.coerce.number().int().min(4).max(500).default(16).describe('database connections at most'),
  statementTimeoutSeconds: z.coerce
    .number()
    .min(1)
    .default(10)
    .describe('longest time for one statement, in seconds'),
  leaseSeconds: z.coerce
    .number()
    .min(1)
    .default(15)
    .describe('how long a claim lasts without renewal, in seconds'),
  leaseExpiryLoopSeconds: z.coerce
    .number()
    .min(0.05)
    .default(1)
    .describe('time between looks for expired leases, in seconds'),
  cancellingTimeoutSeconds: z.coerce
    .number()
    .min(1)
    .default(300)
    .describe(
      'how long after it was told to end a run that its runner has not ended is Cancelled, in seconds',
    ),
  cancellationLoopSeconds: z.coerce
    .number()
    .min(0.05)
    .default(1)
    .describe('time between looks for runs to cancel, and for what ended runs left open, in seconds'),
  pauseExpiryLoopSeconds: z.coerce
    .number()
    .min(0.05)
    .default(5)
    .describe('time between looks for pauses that have timed out, in seconds'),
  queueTimeoutLoopSeconds: z.coerce
    .number()
    .min(0.05)
    .default(1)
    .describe('time between looks for runs that wait for a runner longer than they may, in seconds'),
  slotWaitSeconds: z.coerce
    .number()
    .min(1)
    .default(30)
    .describe('when a run that found its deployment full asks again, in seconds'),
  slotLeaseSeconds: z.coerce
    .number()
    .min(60)
    .default(300)
    .describe('how long a client that renews its slots holds one without renewal, in seconds'),
  schedulerLoopSeconds: z.coerce
    .number()
    .min(0.05)
    .default(1)
    .describe('time between looks for schedules to refill, in seconds'),
  schedulerBatch: z.coerce
    .number()
    .int()
    .min(1)
    .default(200)
    .describe('schedules refilled in one transaction'),
  lateRunsLoopSeconds: z.coerce
    .number()
    .min(0.05)
    .default(5)
    .describe('time between looks for late runs, in seconds'),
  lateAfterSeconds: z.coerce
    .number()
    .min(0)
    .default(15)
    .describe('how long after its start an unclaimed run is Late, in seconds'),
  workerHealthLoopSeconds: z.coerce
    .number()
    .min(0.05)
    .default(15)
    .describe(
      'time between looks for workers, pools, queues and deployments that are there no more, in seconds',
    ),
  workerHeartbeatSeconds: z.coerce
    .number()
    .min(1)
    .default(30)
    .describe('time between the heartbeats of a worker that does not say it, in seconds'),
  workerMissedHeartbeats: z.coerce
    .number()
    .min(1)
    .default(3)
    .describe('heartbeats that a worker misses before it is OFFLINE'),
  pollTimeoutSeconds: z.coerce
    .number()
    .min(1)
    .default(60)
    .describe('how long a queue or deployment is READY that nobody asks for runs, in seconds'),
  maxRuns: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(100)
    .describe('starts planned ahead for one schedule, at most'),
  minRuns: z.coerce
    .number()
    .int()
    .min(0)
    .default(3)
    .describe('starts planned ahead for one schedule, at least'),
  maxScheduledSeconds: z.coerce
    .number()
    .min(0)
    .default(8_640_000)
    .describe('how far ahead starts are planned, in seconds'),
  minScheduledSeconds: z.coerce
    .number()
    .min(0)
    .default(3600)
    .describe('how far ahead starts are planned at least, in seconds'),
  eventRetentionDays: z.coerce
    .number()
    .min(1)
    .default(30)
    .describe('how long events of deployments, pools and queues are kept, in days; states of runs stay'),
  clientEventRetentionDays: z.coerce
    .number()
    .min(1)
    .default(7)
    .describe('how long events that clients tell are kept, in days; task runs that they tell of stay'),
  eventExpiryLoopSeconds: z.coerce
    .number()
    .min(0.05)
    .default(600)
    .describe('time between looks for events to forget, in seconds'),
  earlyTaskEventLoopSeconds: z.coerce
    .number()
    .min(0.05)
    .default(0.25)
    .describe('time between looks for the flow runs of tasks that were told of before them, in seconds'),
  parameterCheckSeconds: z.coerce
    .number()
    .min(0.05)
    .default(1)
    .describe('deadline of a check against a stored JSON Schema, in seconds'),
  shutdownSeconds: z.coerce
    .number()
    .min(0)
    .default(10)
    .describe('how long a stop may take before it is forced, in seconds'),
});
export type ServerConfig = z.output<typeof serverConfig>;
