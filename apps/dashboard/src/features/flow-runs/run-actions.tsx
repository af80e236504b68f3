import type { FlowRun, OrchestrationResult, RunAction } from '@carillon/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Ban, CirclePlay, Play, RotateCcw, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { query } from '../../client/query.ts';
import { useChange } from '../../client/use-change.ts';
import { Button } from '../../components/button.tsx';
import { Confirm } from '../../components/confirm.tsx';
import { say } from '../../components/toast.tsx';
import { actionsOf } from './actions-of.ts';

const RunDialog = lazy(() => import('../deployments/run-dialog.tsx'));
const ResumeDialog = lazy(() => import('./resume-dialog.tsx'));

const touches = ['flowRuns', 'taskRuns', 'deployments'];

/** A verdict is an answer: it says what became of the wish. */
const verdictInWords = ({ status, state, details }: OrchestrationResult): string => {
  const reason = 'reason' in details ? details.reason : null;
  if (status === 'ACCEPT') return `The run is ${state?.name ?? 'changed'}.`;
  return `The run is ${state?.name ?? 'as it was'}${reason === null ? '' : `: ${reason}`}`;
};

/** A form for the run of a deployment with the parameters that this one had. */
const RunAgain = ({ run, onClose }: { run: FlowRun; onClose: () => void }) => {
  const { data } = useQuery({
    ...query('deployments.read', { id: run.deploymentId ?? '' }),
    enabled: run.deploymentId !== null,
  });
  return data === undefined ? null : (
    <RunDialog deployment={data} parameters={run.parameters} onClose={onClose} />
  );
};

type Shown = Exclude<RunAction, 'retry' | 'pause'> | 'again';

/** What one can do to a run in its present state, by core's own table. */
export const RunActions = ({ run }: { run: FlowRun }) => {
  const navigate = useNavigate();
  const [shown, setShown] = useState<Shown | null>(null);
  const may = actionsOf(run);
  const close = (): void => setShown(null);
  const cancel = useChange('flowRuns.setState', {
    touches,
    quiet: true,
    onDone: (verdict) => {
      say(verdictInWords(verdict));
      close();
    },
  });
  const retry = useChange('flowRuns.retry', { touches, said: verdictInWords });
  const remove = useChange('flowRuns.delete', {
    touches: ['flowRuns.list', 'flowRuns.count', 'deployments'],
    quiet: true,
    said: () => `${run.name} is deleted.`,
    onDone: () => {
      close();
      void navigate({ to: '/runs' });
    },
  });
  return (
    <>
      {may.cancel && (
        <Button onClick={() => setShown('cancel')}>
          <Ban aria-hidden className="size-4" />
          Cancel…
        </Button>
      )}
      {may.resume && (
        <Button look="primary" onClick={() => setShown('resume')}>
          <CirclePlay aria-hidden className="size-4" />
          Resume…
        </Button>
      )}
      {may.retry && (
        <Button disabled={retry.isPending} onClick={() => retry.mutate({ id: run.id })}>
          <RotateCcw aria-hidden className="size-4" />
          Retry
        </Button>
      )}
      {run.deploymentId !== null && (
        <Button onClick={() => setShown('again')}>
          <Play aria-hidden className="size-4" />
          Run again…
        </Button>
      )}
      {may.delete && (
        <Button onClick={() => setShown('delete')}>
          <Trash2 aria-hidden className="size-4" />
          Delete…
        </Button>
      )}
      <Confirm
        open={shown === 'cancel'}
        onOpenChange={(open) => !open && close()}
        title={`Cancel ${run.name}?`}
        verb="Cancel the run"
        isPending={cancel.isPending}
        error={cancel.error}
        onConfirm={() => cancel.mutate({ id: run.id, state: { type: 'CANCELLING' } })}
      >
        <p>
          {run.stateType === 'RUNNING' || run.stateType === 'PENDING'
            ? 'Its process is told to end; what it has done so far stays done.'
            : 'Nobody has begun it, and nobody will.'}
        </p>
      </Confirm>
      <Confirm
        open={shown === 'delete'}
        onOpenChange={(open) => !open && close()}
        title={`Delete ${run.name}?`}
        verb="Delete"
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ id: run.id })}
      >
        <p>Its history, its tasks and its logs go with it. It cannot be taken back.</p>
      </Confirm>
      <Suspense>
        {shown === 'again' && <RunAgain run={run} onClose={close} />}
        {shown === 'resume' && <ResumeDialog run={run} onClose={close} />}
      </Suspense>
    </>
  );
};
