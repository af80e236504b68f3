import { instantInWords, whenInWords } from '../format/time.ts';
import { useNow } from '../live/now.ts';

/** An instant in the zone of whoever looks, which is named; hovering tells it in UTC. */
export const Moment = ({ at, seconds = false }: { at: Date | null; seconds?: boolean }) =>
  at === null ? (
    <span className="text-soft">–</span>
  ) : (
    <time dateTime={at.toISOString()} title={at.toISOString()} className="whitespace-nowrap tabular-nums">
      {instantInWords(at, { seconds })}
    </time>
  );

/** `in 5 m`; hovering tells when that is. */
export const When = ({ at }: { at: Date | null }) => {
  const now = useNow(1000);
  if (at === null) return <span className="text-soft">–</span>;
  return (
    <time
      dateTime={at.toISOString()}
      title={instantInWords(at, { seconds: true, year: true })}
      className="whitespace-nowrap tabular-nums"
    >
      {whenInWords(at, now)}
    </time>
  );
};
