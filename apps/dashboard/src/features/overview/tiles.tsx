import type { StateType } from '@carillon/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { query } from '../../client/query.ts';
import { classes } from '../../components/classes.ts';
import { number } from '../../format/counted.ts';
import { spanInWords } from '../../format/time.ts';
import type { Period } from './period.ts';

const live: StateType[] = ['PENDING', 'RUNNING', 'CANCELLING'];
const failed: StateType[] = ['FAILED', 'CRASHED'];

const Tile = ({ name, value, alarm = false }: { name: string; value: ReactNode; alarm?: boolean }) => (
  <div className="h-full rounded-lg border border-line bg-panel px-4 py-3 hover:bg-raised/60">
    <p className="text-xs text-soft">{name}</p>
    <p className={classes('text-2xl font-semibold tabular-nums', alarm && 'text-danger')}>{value}</p>
  </div>
);

const shown = (count: number | undefined): string => (count === undefined ? '…' : number(count));

/** One look: is anything late, failing or stuck? */
export const Tiles = ({ period }: { period: Period }) => {
  const during = { expectedStartTime: { after: period.start, before: period.end } };
  const count = (flowRuns: object) => ({
    ...query('flowRuns.count', { flowRuns }),
    placeholderData: keepPreviousData,
  });
  const running = useQuery(count({ state: { type: { any: live } } }));
  const late = useQuery(count({ state: { name: { any: ['Late'] } } }));
  const failing = useQuery(count({ ...during, state: { type: { any: failed } } }));
  const lateness = useQuery({
    ...query('flowRuns.lateness', { flowRuns: during }),
    placeholderData: keepPreviousData,
  });
  const range = { from: period.start.toISOString(), to: period.end.toISOString() };
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Link to="/runs" search={{ state: live.join(',') }}>
        <Tile name="At work now" value={shown(running.data)} />
      </Link>
      <Link to="/runs" search={{ state: 'LATE', sort: 'EXPECTED_START_TIME_ASC' }}>
        <Tile name="Late now" value={shown(late.data)} alarm={(late.data ?? 0) > 0} />
      </Link>
      <Link to="/runs" search={{ state: failed.join(','), ...range }}>
        <Tile name="Failed or crashed" value={shown(failing.data)} alarm={(failing.data ?? 0) > 0} />
      </Link>
      <Tile
        name="Began after due, on average"
        value={
          lateness.data === undefined
            ? '…'
            : lateness.data === null
              ? '–'
              : spanInWords(Math.max(0, lateness.data))
        }
      />
    </div>
  );
};
