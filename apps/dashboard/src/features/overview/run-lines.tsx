import type { FlowRun } from '@carillon/core';
import { Link } from '@tanstack/react-router';
import { StateBadge } from '../../components/badge.tsx';
import { When } from '../../components/moment.tsx';
import { useRunNames } from '../flow-runs/use-run-names.ts';

/** A few runs, a line each: which, of what, in which state, when. */
export const RunLines = ({ runs }: { runs: readonly FlowRun[] }) => {
  const nameOf = useRunNames([{ results: runs }]);
  return (
    <ul className="flex flex-col">
      {runs.map((run) => (
        <li key={run.id} className="flex items-center gap-3 border-b border-line py-1.5 last:border-0">
          <span className="min-w-0 flex-1">
            <Link
              to="/runs/$id"
              params={{ id: run.id }}
              className="block truncate font-medium hover:underline"
            >
              {nameOf(run) || '…'}
            </Link>
            <span className="block truncate text-xs text-soft">{run.name}</span>
          </span>
          <StateBadge type={run.stateType} name={run.stateName} />
          <span className="w-24 text-right text-xs text-soft">
            <When at={run.expectedStartTime} />
          </span>
        </li>
      ))}
    </ul>
  );
};
