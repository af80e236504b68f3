import { number } from '../format/counted.ts';

/** How many of so many are taken. */
export const Slots = ({ taken, limit }: { taken: number | null; limit: number | null }) => {
  if (limit === null) return <span className="text-xs text-soft">no limit</span>;
  const used = taken ?? 0;
  const isFull = used >= limit;
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className="h-2 w-16 overflow-hidden rounded bg-raised">
        <span
          className={`block h-full ${isFull ? 'bg-late' : 'bg-running'}`}
          style={{ width: `${limit === 0 ? 100 : Math.min(100, (used / limit) * 100)}%` }}
        />
      </span>
      <span className={`text-xs whitespace-nowrap tabular-nums ${isFull ? 'text-late' : ''}`}>
        {number(used)} of {number(limit)}
      </span>
    </span>
  );
};
