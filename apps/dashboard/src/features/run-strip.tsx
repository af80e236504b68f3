import type { DeploymentOverview } from '@carillon/core';
import { Link } from '@tanstack/react-router';
import { classes } from '../components/classes.ts';
import { toneFill, toneOf } from '../components/state-tone.ts';
import { instantInWords, spanInWords } from '../format/time.ts';

type StripRun = DeploymentOverview['runs'][number];

/** The higher, the longer it took; on a scale of logarithms, for runs differ by thousands. */
const heightOf = ({ duration }: StripRun): number => Math.min(24, 10 + Math.log2(1 + duration) * 2);

/** The last runs as bars, the newest on the right; each leads to its run. */
export const RunStrip = ({ runs }: { runs: readonly StripRun[] }) =>
  runs.length === 0 ? (
    <span className="text-xs text-soft">no runs yet</span>
  ) : (
    <span className="flex h-6 items-end gap-px">
      {runs.toReversed().map((run) => {
        const words = `${run.name}: ${run.stateName}, ${instantInWords(run.start)}, took ${spanInWords(run.duration)}`;
        return (
          <Link
            key={run.id}
            to="/runs/$id"
            params={{ id: run.id }}
            preload={false}
            aria-label={words}
            title={words}
            className={classes(
              'w-1.5 rounded-[1px] hover:opacity-70',
              toneFill[toneOf(run.stateType, run.stateName)],
            )}
            style={{ height: heightOf(run) }}
          />
        );
      })}
    </span>
  );
