import { type PreviewedStart, previewStarts, type Schedule } from '@carillon/core';
import { useMemo } from 'react';
import { ErrorNote } from '../../components/feedback.tsx';
import { instantInWords, viewerZone } from '../../format/time.ts';

const count = 20;

/** `02:30` of `2026-03-08T02:30:00`, with seconds where they are not zero. */
const timeOf = (wallClock: string): string => wallClock.slice(11).replace(/:00$/, '');

const noteOf = ({ wallClock, movedFrom, repeatedAt }: PreviewedStart): string | null => {
  const time = timeOf(wallClock);
  if (movedFrom !== null)
    return `${timeOf(movedFrom)} does not exist that day (clocks go forward); runs at ${time}`;
  if (repeatedAt !== null) return `${time} comes twice that day (clocks go back); runs the first time`;
  return null;
};

type Found = { starts: readonly PreviewedStart[]; error: unknown };

const find = (schedule: Schedule, from: number): Found => {
  try {
    return { starts: previewStarts(schedule, { from, count }), error: null };
  } catch (error) {
    return { starts: [], error };
  }
};

/** The next starts as core's own engine finds them, here in the browser: what the server will plan. */
export const SchedulePreview = ({ schedule, from }: { schedule: Schedule; from: number }) => {
  const { starts, error } = useMemo(() => find(schedule, from), [schedule, from]);
  const timeZone = schedule.timezone ?? 'UTC';
  const isElsewhere = timeZone !== viewerZone;
  const seconds = starts.some(({ wallClock }) => !/:00$/.test(wallClock));
  if (error !== null) return <ErrorNote error={error} />;
  return (
    <div>
      <h3 className="mb-1 text-sm font-medium">
        {starts.length < count ? `All starts ahead (${starts.length})` : `Next ${count} starts`} in {timeZone}
        {isElsewhere && <span className="font-normal text-soft">, and in {viewerZone}</span>}
      </h3>
      <ol className="flex flex-col gap-0.5 text-sm tabular-nums" aria-label="Next starts">
        {starts.map((start) => {
          const note = noteOf(start);
          return (
            <li key={start.at.getTime()}>
              <span className="inline-block min-w-56">{instantInWords(start.at, { timeZone, seconds })}</span>
              {isElsewhere && <span className="text-soft"> {instantInWords(start.at, { seconds })}</span>}
              {note !== null && <span className="block pl-3 text-xs text-late">↑ {note}</span>}
            </li>
          );
        })}
      </ol>
    </div>
  );
};
