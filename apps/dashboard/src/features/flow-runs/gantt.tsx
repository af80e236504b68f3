import { isTerminal, type TaskRun } from '@carillon/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { query } from '../../client/query.ts';
import { StateBadge } from '../../components/badge.tsx';
import { classes } from '../../components/classes.ts';
import { Empty, Waiting } from '../../components/feedback.tsx';
import { toneFill, toneOf } from '../../components/state-tone.ts';
import { instantInWords, spanInWords } from '../../format/time.ts';
import { useNow } from '../../live/now.ts';

/** Tasks tell no events of their own, so they are asked for while their run goes on. */
const askAgainMs = 2000;
const shownMax = 200;

const beginOf = ({ startTime, expectedStartTime, created }: TaskRun): number =>
  (startTime ?? expectedStartTime ?? created).getTime();
const endOf = ({ endTime, state }: TaskRun, now: number): number =>
  endTime?.getTime() ?? (state !== null && isTerminal(state.type) ? state.timestamp.getTime() : now);

const Bar = ({ task, from, until, now }: { task: TaskRun; from: number; until: number; now: number }) => {
  const [begin, end] = [beginOf(task), endOf(task, now)];
  const length = Math.max(1, until - from);
  const words = `${task.name}: ${task.stateName ?? ''}, from ${instantInWords(new Date(begin), { seconds: true })}, ${spanInWords((end - begin) / 1000)}`;
  return (
    <span className="relative block h-4 rounded bg-raised" title={words}>
      <span
        className={classes(
          'absolute inset-y-0 min-w-1 rounded',
          toneFill[toneOf(task.stateType, task.stateName)],
        )}
        style={{
          left: `${Math.min(99.5, ((begin - from) / length) * 100)}%`,
          width: `${Math.max(0.5, ((end - begin) / length) * 100)}%`,
        }}
      />
    </span>
  );
};

/** The task runs of a run as bars over its time. */
export const Gantt = ({ flowRunId, isLive }: { flowRunId: string; isLive: boolean }) => {
  const now = useNow(isLive ? 1000 : 3_600_000).getTime();
  const { data } = useQuery({
    ...query('taskRuns.list', {
      taskRuns: { flowRunId: { any: [flowRunId] } },
      sort: 'EXPECTED_START_TIME_ASC',
      limit: shownMax,
    }),
    refetchInterval: isLive ? askAgainMs : false,
  });
  if (data === undefined) return <Waiting />;
  const tasks = data.results;
  if (tasks.length === 0)
    return <Empty title="No tasks so far">What a flow does by task() is shown here, a bar each.</Empty>;
  const from = Math.min(...tasks.map(beginOf));
  const until = Math.max(...tasks.map((task) => endOf(task, now)));
  return (
    <div>
      <ul aria-label="Task runs" className="flex flex-col gap-1.5">
        {tasks.map((task) => (
          <li
            key={task.id}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 sm:grid-cols-[minmax(0,14rem)_7.5rem_minmax(0,1fr)_4rem]"
          >
            <span className="truncate text-sm" title={task.name}>
              {task.state?.stateDetails.childFlowRunId ? (
                <Link
                  to="/runs/$id"
                  params={{ id: task.state.stateDetails.childFlowRunId }}
                  className="hover:underline"
                >
                  {task.name}
                </Link>
              ) : (
                task.name
              )}
              {task.runCount > 1 && <span className="text-xs text-soft"> attempt {task.runCount}</span>}
            </span>
            <span>
              <StateBadge type={task.stateType} name={task.stateName} />
            </span>
            <span className="max-sm:col-span-2">
              <Bar task={task} from={from} until={until} now={now} />
            </span>
            <span className="text-right text-xs text-soft tabular-nums max-sm:hidden">
              {spanInWords((endOf(task, now) - beginOf(task)) / 1000)}
            </span>
          </li>
        ))}
      </ul>
      {data.nextCursor !== null && (
        <p className="mt-2 text-xs text-soft">These are the first {shownMax} of its tasks.</p>
      )}
    </div>
  );
};
