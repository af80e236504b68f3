import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { query } from '../../client/query.ts';
import { Button } from '../../components/button.tsx';
import { classes } from '../../components/classes.ts';
import { ErrorNote, Waiting } from '../../components/feedback.tsx';
import { Select } from '../../components/field.tsx';
import { Panel } from '../../components/panel.tsx';
import { StackedBars } from '../../components/stacked-bars.tsx';
import { toneFill } from '../../components/state-tone.ts';
import { counted, number } from '../../format/counted.ts';
import { spanInWords } from '../../format/time.ts';
import { latenessBars, stateBars, totals } from './history-bars.ts';
import { type Period, periods } from './period.ts';

const route = getRouteApi('/');

/** Runs by state over time, and how late they began. */
export const HistoryPanel = ({ period }: { period: Period }) => {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { start, end, stepSeconds, isDrawn } = period;
  const { data, error } = useQuery({
    ...query('flowRuns.history', {
      historyStart: start,
      historyEnd: end,
      historyIntervalSeconds: stepSeconds,
    }),
    placeholderData: keepPreviousData,
  });
  const bars = stateBars(data ?? []);
  const range = { from: start.toISOString(), to: end.toISOString() };
  const all = totals(bars);
  return (
    <Panel
      title="Runs"
      aside={
        <span className="flex flex-wrap items-center gap-2">
          {isDrawn ? (
            <Button onClick={() => void navigate({ search: {} })}>Back to the last 24 hours</Button>
          ) : (
            <span className="w-36">
              <Select
                aria-label="Period"
                choices={periods}
                value={search.period ?? '24h'}
                onChange={({ target }) => void navigate({ search: { period: target.value } })}
              />
            </span>
          )}
          <Link to="/runs" search={range} className="text-sm text-accent hover:underline">
            Show these runs
          </Link>
        </span>
      }
    >
      <ErrorNote error={error} />
      {data === undefined ? (
        error === null && <Waiting />
      ) : (
        <div className="flex flex-col gap-4">
          <StackedBars
            label="Runs by state over time"
            bars={bars}
            height={140}
            inWords={number}
            onBrush={(from, to) =>
              void navigate({ search: { from: from.toISOString(), to: to.toISOString() } })
            }
          />
          <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
            {all.length === 0 && (
              <li className="text-soft">
                No run was to start in this time. Draw over a part to look closer.
              </li>
            )}
            {all.map(({ group, name, tone, count }) => (
              <li key={group}>
                <Link
                  to="/runs"
                  search={{ state: group, ...range }}
                  className="flex items-center gap-1.5 hover:underline"
                >
                  <span aria-hidden className={classes('size-2.5 rounded-sm', toneFill[tone])} />
                  {name} <span className="font-medium tabular-nums">{number(count)}</span>
                </Link>
              </li>
            ))}
            <li className="ml-auto text-soft">
              {counted(
                all.reduce((sum, { count }) => sum + count, 0),
                'run',
              )}
            </li>
          </ul>
          <div>
            <h3 className="mb-1 text-sm font-medium">How late they began, on average</h3>
            <StackedBars
              label="Average lateness over time"
              bars={latenessBars(data)}
              height={48}
              inWords={(seconds) => spanInWords(seconds)}
            />
          </div>
        </div>
      )}
    </Panel>
  );
};
