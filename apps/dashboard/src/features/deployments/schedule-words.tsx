import type { Schedule } from '@carillon/core';
import { scheduleInSentence, scheduleText } from '../../format/schedule.ts';

/** A schedule in words and its zone, which is always named; hovering tells its own text. */
export const ScheduleWords = ({ schedule }: { schedule: Schedule }) => {
  const text = scheduleText(schedule);
  const words = scheduleInSentence(schedule);
  return (
    <span title={text}>
      {words ?? <code className="font-mono text-xs break-all">{text}</code>}{' '}
      <span className="text-xs whitespace-nowrap text-soft">{schedule.timezone ?? 'UTC'}</span>
    </span>
  );
};
