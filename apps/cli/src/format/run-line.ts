import type { RunEnded } from '@carillon/runner';

const clock = (at: Date): string =>
  [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':') +
  `.${String(at.getMilliseconds()).padStart(3, '0')}`;

const duration = (ms: number): string =>
  ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;

/** `12:00:05.003  hello/demo  cron      rosy-heron   completed  in 41 ms   started 3 ms after due` */
export const runLine = (at: Date, end: RunEnded): string =>
  [
    clock(at),
    end.deployment,
    (end.schedule?.slug ?? end.schedule?.kind ?? 'by hand').padEnd(8),
    end.runName.padEnd(16),
    end.state.toLowerCase().padEnd(9),
    end.durationMs === null ? '' : `in ${duration(end.durationMs)}`.padEnd(9),
    end.lateMs === null ? '' : `started ${duration(end.lateMs)} after due`,
    end.message === null ? '' : end.message,
  ]
    .filter((part) => part !== '')
    .join('  ');
