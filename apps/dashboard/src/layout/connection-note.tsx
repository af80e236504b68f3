import { useReachable } from '../client/reachable.ts';

/** Says that what is shown may be old. */
export const ConnectionNote = () => {
  const reachable = useReachable();
  return (
    <div role="status" aria-live="polite">
      {!reachable && (
        <p className="border-b border-late/40 bg-panel px-4 py-1.5 text-center text-sm text-late">
          The server does not answer; trying again. What is shown is as it was last.
        </p>
      )}
    </div>
  );
};
