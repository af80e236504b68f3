import { useMemo } from 'react';
import { useNow } from '../../live/now.ts';

export const periods = [
  { value: '1h', label: 'Last hour', seconds: 3600 },
  { value: '6h', label: 'Last 6 hours', seconds: 21_600 },
  { value: '24h', label: 'Last 24 hours', seconds: 86_400 },
  { value: '7d', label: 'Last 7 days', seconds: 604_800 },
  { value: '30d', label: 'Last 30 days', seconds: 2_592_000 },
] as const;

export type OverviewSearch = {
  period?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

export type Period = { start: Date; end: Date; stepSeconds: number; isDrawn: boolean };

const steps = 60;

const instantOf = (text: string | undefined): number => new Date(text ?? '').getTime();

/** The time that is looked at. A period that ends now moves on by whole steps, so that the same step is asked for but once. */
export const usePeriod = ({ period, from, to }: OverviewSearch): Period => {
  const [drawnFrom, drawnTo] = [instantOf(from), instantOf(to)];
  const isDrawn = drawnFrom < drawnTo;
  const seconds = periods.find(({ value }) => value === period)?.seconds ?? 86_400;
  const stepMs = (isDrawn ? Math.max(60, (drawnTo - drawnFrom) / 1000) : seconds) * (1000 / steps);
  const now = useNow(5000).getTime();
  const end = isDrawn ? drawnTo : Math.ceil(now / stepMs) * stepMs;
  return useMemo(
    () => ({
      start: new Date(end - steps * stepMs),
      end: new Date(end),
      stepSeconds: stepMs / 1000,
      isDrawn,
    }),
    [end, stepMs, isDrawn],
  );
};
