import type { FlowRun } from '@carillon/core';
import { isTerminal } from '@carillon/core';
import { useQuery } from '@tanstack/react-query';
import { Info } from 'lucide-react';
import { query } from '../../client/query.ts';
import { ErrorNote } from '../../components/feedback.tsx';
import { instantInWords, viewerZone } from '../../format/time.ts';

/** Why it runs, or does not, in the server's own words. */
export const ExplainPanel = ({ run }: { run: FlowRun }) => {
  const hasEnded = run.stateType !== null && isTerminal(run.stateType);
  const { data, error } = useQuery({
    ...query('flowRuns.explain', { id: run.id, timezone: viewerZone }),
    // What it waits for may change without an event: a slot, a poll, the time itself.
    refetchInterval: hasEnded ? false : 3000,
  });
  if (error !== null && data === undefined) return <ErrorNote error={error} />;
  if (data === undefined) return null;
  const { deploymentPause } = data;
  return (
    <section
      aria-label="Why"
      className="flex gap-3 rounded-lg border border-line bg-panel px-4 py-3"
      aria-live="polite"
    >
      <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
      <div className="min-w-0">
        <p className="break-words">{data.sentence}</p>
        {deploymentPause !== null && !hasEnded && (
          <p className="mt-1 text-xs text-soft">
            Its deployment is paused since {instantInWords(deploymentPause.at)}, which holds back only what
            schedules make.
          </p>
        )}
      </div>
    </section>
  );
};
