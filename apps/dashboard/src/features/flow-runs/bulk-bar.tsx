import type { FlowRun } from '@carillon/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Output, refresh } from '../../client/query.ts';
import { Button } from '../../components/button.tsx';
import { Confirm } from '../../components/confirm.tsx';
import { say, sayError } from '../../components/toast.tsx';
import { counted } from '../../format/counted.ts';
import { actionsOf } from './actions-of.ts';

const callMax = 50;

const inChunks = async <T,>(
  ids: readonly string[],
  work: (chunk: string[]) => Promise<T[]>,
): Promise<T[]> => {
  const all: T[] = [];
  for (let at = 0; at < ids.length; at += callMax) all.push(...(await work(ids.slice(at, at + callMax))));
  return all;
};

type Verdict = Output<'flowRuns.bulkRetry'>['results'][number];

/** `3 runs are told to end; 1 stays as it is (Run has ended)`. */
const verdictsInWords = (verdicts: readonly Verdict[], done: string): string => {
  const refused = verdicts.filter(({ status }) => status !== 'ACCEPT' && status !== 'REJECT');
  const kept = verdicts.filter(
    ({ status, details }) => status === 'REJECT' && 'reason' in details && details.reason !== null,
  );
  const first = [...refused, ...kept].flatMap(
    ({ details }) => ('reason' in details && details.reason) || [],
  )[0];
  const stays = refused.length;
  return `${counted(verdicts.length - stays, 'run')} ${done}${
    stays === 0 ? '' : `; ${stays} as before${first === undefined ? '' : ` (${first})`}`
  }.`;
};

type Action = 'cancel' | 'retry' | 'delete';

const act = async (action: Action, ids: readonly string[]): Promise<string> => {
  const of = (chunk: string[]) => ({ flowRuns: { id: { any: chunk } }, limit: callMax });
  switch (action) {
    case 'cancel': {
      const state = { type: 'CANCELLING' } as const;
      const verdicts = await inChunks(ids, async (chunk) => {
        const { results } = await call('flowRuns.bulkSetState', { ...of(chunk), state });
        return results;
      });
      return verdictsInWords(verdicts, 'cancelled or told to end');
    }
    case 'retry': {
      const verdicts = await inChunks(
        ids,
        async (chunk) => (await call('flowRuns.bulkRetry', of(chunk))).results,
      );
      return verdictsInWords(verdicts, 'scheduled again');
    }
    case 'delete': {
      const gone = await inChunks(
        ids,
        async (chunk) => (await call('flowRuns.bulkDelete', of(chunk))).deleted,
      );
      return `${counted(gone.length, 'run')} deleted.`;
    }
  }
};

type BulkBarProps = { chosen: readonly FlowRun[]; onClear: () => void };

/** What one can do to the runs that are chosen, with how many it concerns. */
export const BulkBar = ({ chosen, onClear }: BulkBarProps) => {
  const queries = useQueryClient();
  const [isDeleting, setIsDeleting] = useState(false);
  const change = useMutation({
    mutationFn: ({ action, ids }: { action: Action; ids: readonly string[] }) => act(action, ids),
    onSuccess: (words) => {
      say(words);
      setIsDeleting(false);
      onClear();
    },
    onError: sayError,
    onSettled: () => refresh(queries, 'flowRuns', 'deployments'),
  });
  const idsFor = (action: Action): string[] =>
    chosen.filter((run) => actionsOf(run)[action]).map(({ id }) => id);
  const [cancel, retry, remove] = [idsFor('cancel'), idsFor('retry'), idsFor('delete')];
  return (
    <section
      aria-label="Chosen runs"
      className="sticky top-12 z-20 flex flex-wrap items-center gap-2 rounded-lg border border-accent/50 bg-panel px-4 py-2"
    >
      <span className="mr-auto font-medium">{counted(chosen.length, 'run')} chosen</span>
      <Button
        disabled={cancel.length === 0 || change.isPending}
        onClick={() => change.mutate({ action: 'cancel', ids: cancel })}
      >
        Cancel {cancel.length}
      </Button>
      <Button
        disabled={retry.length === 0 || change.isPending}
        onClick={() => change.mutate({ action: 'retry', ids: retry })}
      >
        Retry {retry.length}
      </Button>
      <Button disabled={remove.length === 0 || change.isPending} onClick={() => setIsDeleting(true)}>
        Delete {remove.length}…
      </Button>
      <Button look="quiet" onClick={onClear}>
        Clear
      </Button>
      <Confirm
        open={isDeleting}
        onOpenChange={setIsDeleting}
        title={`Delete ${counted(remove.length, 'run')}?`}
        verb="Delete"
        isPending={change.isPending}
        error={null}
        onConfirm={() => change.mutate({ action: 'delete', ids: remove })}
      >
        <p>Their history, tasks and logs go with them. It cannot be taken back.</p>
        {remove.length < chosen.length && (
          <p>{counted(chosen.length - remove.length, 'run')} may be at work, and is not deleted.</p>
        )}
      </Confirm>
    </section>
  );
};
