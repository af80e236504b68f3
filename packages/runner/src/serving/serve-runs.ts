import { availableParallelism, hostname } from 'node:os';
import { type ClaimedRun, runnerId, type Schedule } from '@carillon/core';
import { type Clock, type Logger, systemClock } from '@carillon/process';
import { type Client, fullName } from '@carillon/sdk';
import { childPool } from '../processes/child-pool.ts';
import { alarm } from './alarm.ts';
import { awaitDue } from './await-due.ts';
import { type CarryingOut, carryOut, type RunEnd } from './carry-out.ts';
import { claimLoop } from './claim-loop.ts';
import { drain } from './drain.ts';
import type { HeldRuns } from './held-runs.ts';
import { keepLeases } from './keep-leases.ts';
import { keepServed } from './keep-served.ts';
import { type Definition, type Served, servedDeployments } from './served-deployments.ts';
import { defaultSettings, type RunnerSettings } from './settings.ts';
import { logShipper } from './ship-logs.ts';

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
  const reporting = { client, clock, log, signal: end.signal };

  const pool = childPool({ warm: Math.min(limit, Math.max(2, availableParallelism())) });
  const logs = logShipper(reporting);
  const due = alarm(monotonic);
  const served = servedDeployments(client, options.definitions);
  const held: HeldRuns = new Map();
  const underWay = new Set<Promise<void>>();
  let leaseSeconds = 15;

  const carrying: Omit<CarryingOut, 'child' | 'file'> = {
    ...reporting,
    logs,
    monotonic,
    server: { url: client.url, apiKey: options.apiKey },
    limits: { graceMs: settings.graceSeconds * 1000, loadMs: settings.loadSeconds * 1000 },
  };
  const start = (claimed: ClaimedRun): void => {
    const { run } = claimed;
    const of = served.find(run.deploymentId);
    if (!of) {
      log.error({ flowRunId: run.id }, 'the server gave a run of a deployment that is not served here');
      return;
    }
    // Claimed anew, it was lost before, though nobody has told us yet.
    held.get(run.id)?.lose();
    const carried = carryOut(claimed, { ...carrying, child: pool.take(), file: of.file });
    held.set(run.id, carried.held);
    const ended = carried.ended.then((outcome) => {
      const wasFull = held.size >= limit;
      if (held.get(run.id) === carried.held) held.delete(run.id);
      underWay.delete(ended);
      if (wasFull) due.ringWithin(0);
      if (outcome) options.onRunEnd?.({ ...outcome, ...naming(claimed, of) });
    });
    underWay.add(ended);
  };

  let streaming = new AbortController();
  const onChange = (): void => {
    onServing(served.all().map(({ deployment }) => fullName(deployment)));
    due.ringWithin(0);
    streaming.abort();
    streaming = new AbortController();
    const deploymentIds = served.ids();
    if (!stream || deploymentIds.length === 0) return;
    const until = AbortSignal.any([signal, streaming.signal]);
    void awaitDue({ client, clock, log, signal: until }, { deploymentIds, alarm: due });
  };

  const leases = keepLeases(reporting, { held, leaseSeconds: () => leaseSeconds });
  const keeping = keepServed({ clock, log, signal, served, onMissing, onChange });
  await claimLoop({
    client,
    clock,
    log,
    signal,
    served,
    alarm: due,
    runner: { id: runnerId.parse(crypto.randomUUID()), name: options.name ?? `${hostname()}-${process.pid}` },
    pollMs: settings.pollSeconds * 1000,
    free: () => limit - held.size,
    onClaimed(runs, seconds) {
      leaseSeconds = seconds;
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
  await Promise.all([...underWay, leases, keeping, pool.close()]);
};

const naming = (
  { run, flowName, deploymentName }: ClaimedRun,
  { record }: Served,
): Pick<RunEnded, 'runId' | 'runName' | 'deployment' | 'schedule'> => {
  const schedule = record.schedules.find(({ id }) => id === run.scheduleId);
  return {
    runId: run.id,
    runName: run.name,
    deployment: `${flowName}/${deploymentName}`,
    schedule: schedule ? { slug: schedule.slug, kind: schedule.schedule.kind } : null,
  };
};
