import { availableParallelism, hostname } from 'node:os';
import {
  type ClaimedRun,
  type Deployment as DeploymentRecord,
  runnerId,
  type Schedule,
} from '@carillon/core';
import { type Clock, type Logger, systemClock } from '@carillon/process';
import { type Client, fullName } from '@carillon/sdk';
import { childPool } from '../processes/child-pool.ts';
import { alarm } from './alarm.ts';
import { awaitCancellations } from './await-cancellations.ts';
import { awaitDue } from './await-due.ts';
import { type CarryingOut, carryOut, type RunEnd } from './carry-out.ts';
import { type Claimable, claimLoop } from './claim-loop.ts';
import { drain } from './drain.ts';
import { deploymentOf, handBackUnknown } from './hand-back.ts';
import type { HeldRuns } from './held-runs.ts';
import { keepLeases } from './keep-leases.ts';
import { keepServed } from './keep-served.ts';
import { keepWorker } from './keep-worker.ts';
import { type Definition, servedDeployments } from './served-deployments.ts';
import { defaultSettings, type RunnerSettings } from './settings.ts';
import { logShipper } from './ship-logs.ts';
import { silenceMs, vouchForRuns } from './vouch-for-runs.ts';

/** A run that has ended, in this runner's eyes. */
export type RunEnded = RunEnd & {
  runId: string;
  runName: string;
  /** `flow/deployment`. */
  deployment: string;
  /** What planned it; null for a run that somebody asked for. */
  schedule: { slug: string | null; kind: Schedule['kind'] } | null;
};

export type ServeRunsOptions = {
  client: Client;
  /** What the flows' own clients are made with; the client here has its own. */
  apiKey: string | null;
  definitions: readonly Definition[];
  /** Takes the runs of a pool, or of some of its queues, as one of its workers; else those of the definitions alone. */
  pool?: { name: string; queues?: string[] };
  /** Runs at once. */
  limit: number;
  /** Begins the drain. */
  signal: AbortSignal;
  /** Cuts the drain short. */
  atOnce?: AbortSignal;
  log: Logger;
  /** How the server and its log call this runner. By default the machine's name and this process. */
  name?: string;
  /** False never opens the stream that tells when something is due; polling alone does it. */
  stream?: boolean;
  clock?: Clock;
  settings?: RunnerSettings;
  onMissing?: (missing: readonly Definition[]) => void;
  /** Called when this runner knows which deployments it serves, and whenever these change. */
  onServing?: (deployments: readonly string[]) => void;
  onRunEnd?: (end: RunEnded) => void;
};

/** Executes the due runs of these deployments until the signal; resolves when it is drained. Never deploys. */
export const serveRuns = async (options: ServeRunsOptions): Promise<void> => {
  const { client, log, limit, signal, clock = systemClock, stream = true } = options;
  const { atOnce = new AbortController().signal, onMissing = () => {}, onServing = () => {} } = options;
  const settings = { ...defaultSettings, ...options.settings };
  const monotonic = (): number => performance.now();
  // Leases are kept and reports sent after the drain has begun, until the end.
  const end = new AbortController();
  const runner = {
    id: runnerId.parse(crypto.randomUUID()),
    name: options.name ?? `${hostname()}-${process.pid}`,
  };
  const reporting = { client, clock, log, signal: end.signal };

  const children = childPool({
    warm: Math.min(limit, Math.max(2, availableParallelism())),
    files: [...new Set(options.definitions.map(({ file }) => file))],
  });
  const logs = logShipper(reporting);
  const due = alarm(monotonic);
  const renewal = alarm(monotonic);
  const word = alarm(monotonic);
  const served = servedDeployments(client, options.definitions);
  const held: HeldRuns = new Map();
  const underWay = new Set<Promise<void>>();
  let leaseSeconds = 15;

  const carrying: Omit<CarryingOut, 'child' | 'file'> = {
    ...reporting,
    stream,
    pollMs: settings.pollSeconds * 1000,
    logs,
    silenceMs: () => silenceMs(leaseSeconds),
    monotonic,
    server: { url: client.url, apiKey: options.apiKey },
    limits: { graceMs: settings.graceSeconds * 1000, loadMs: settings.loadSeconds * 1000 },
  };
  const underWayUntil = (done: Promise<void>): void => {
    const ended = done.finally(() => underWay.delete(ended));
    underWay.add(ended);
  };
  const start = (claimed: ClaimedRun): void => {
    const { run } = claimed;
    const definition = served.definitionOf(claimed);
    if (!definition) {
      underWayUntil(handBackUnknown(reporting, claimed, runner.name));
      return;
    }
    // Claimed anew, it was lost before, though nobody has told us yet.
    held.get(run.id)?.lose();
    const carried = carryOut(claimed, {
      ...carrying,
      child: children.take(definition.file),
      file: definition.file,
    });
    held.set(run.id, carried.held);
    underWayUntil(
      carried.ended.then((outcome) => {
        const wasFull = held.size >= limit;
        if (held.get(run.id) === carried.held) held.delete(run.id);
        if (wasFull) due.ringWithin(0);
        if (outcome) options.onRunEnd?.({ ...outcome, ...naming(claimed, served.recordOf(claimed)) });
      }),
    );
  };

  const claimable = (): Claimable | null => {
    if (options.pool) return { pool: options.pool };
    const deploymentIds = served.ids();
    return deploymentIds.length === 0 ? null : { deploymentIds };
  };
  let streaming = new AbortController();
  const awaitNews = (): void => {
    due.ringWithin(0);
    streaming.abort();
    streaming = new AbortController();
    const wanted = claimable();
    if (!stream || wanted === null) return;
    const until = AbortSignal.any([signal, streaming.signal]);
    void awaitDue({ client, clock, log, signal: until }, { claimable: wanted, alarm: due });
  };
  const onChange = (): void => {
    onServing(served.all().map(({ deployment }) => fullName(deployment)));
    // What a pool holds is not told by what is deployed.
    if (!options.pool) awaitNews();
  };
  if (options.pool) awaitNews();

  const leases = keepLeases(reporting, { held, leaseSeconds: () => leaseSeconds, alarm: renewal });
  const vouching = vouchForRuns(end.signal, { held, leaseSeconds: () => leaseSeconds, alarm: word });
  const keeping = keepServed({ clock, log, signal, served, onMissing, onChange });
  const hearing = stream ? awaitCancellations(reporting, { runnerId: runner.id, held }) : null;
  const working = options.pool
    ? keepWorker({ client, clock, log, signal }, { pool: options.pool.name, name: runner.name })
    : null;
  await claimLoop({
    client,
    clock,
    log,
    signal,
    claimable,
    alarm: due,
    runner,
    pollMs: settings.pollSeconds * 1000,
    free: () => limit - held.size,
    onClaimed(runs, seconds) {
      leaseSeconds = seconds;
      if (runs.length > 0) renewal.ringWithin((seconds * 1000) / 3);
      word.ringWithin(0);
      for (const run of runs) start(run);
    },
  });

  await drain({
    clock,
    log,
    held,
    atOnce,
    idle: async () => void (await Promise.all(underWay)),
    drainMs: settings.drainSeconds * 1000,
    lastMs: (settings.graceSeconds + settings.reportSeconds) * 1000,
  });
  end.abort();
  due.clear();
  renewal.clear();
  word.clear();
  await Promise.all([...underWay, leases, vouching, keeping, hearing, working, children.close()]);
};

const naming = (
  claimed: ClaimedRun,
  record: DeploymentRecord | undefined,
): Pick<RunEnded, 'runId' | 'runName' | 'deployment' | 'schedule'> => {
  const { run } = claimed;
  const schedule = record?.schedules.find(({ id }) => id === run.scheduleId);
  return {
    runId: run.id,
    runName: run.name,
    deployment: deploymentOf(claimed),
    schedule: schedule ? { slug: schedule.slug, kind: schedule.schedule.kind } : null,
  };
};
