import type { RunEnded } from '@carillon/runner';

const clockTime = (at: Date): string => {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
};

const span = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;

/**
 * `12:00:05.003  hello/demo  cron      rosy-heron   completed  in 41 ms   started 3 ms after due`; the time is that of the
 * start, or of the end for a run that never began.
 */
export const runEndLine = (end: RunEnded, endedAt: Date): string => {
  const at = new Date(endedAt.getTime() - Math.round(end.durationMs ?? 0));
  const source = end.schedule ? (end.schedule.slug ?? end.schedule.kind) : '-';
  return [
    clockTime(at),
    end.deployment,
    source.padEnd(8),
    end.runName.padEnd(16),
    end.state.toLowerCase().padEnd(9),
    ...(end.durationMs === null ? [] : [`in ${span(end.durationMs)}`.padEnd(9)]),
    ...(end.lateMs === null ? [] : [`started ${span(Math.max(0, end.lateMs))} after due`]),
    ...(end.message === null ? [] : [end.message.split('\n', 1)[0]]),
  ].join('  ');
};
