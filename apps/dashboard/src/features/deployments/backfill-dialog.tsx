import { type Deployment, scheduleInWords } from '@carillon/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { call, refresh } from '../../client/query.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { ErrorNote } from '../../components/feedback.tsx';
import { Field, Input } from '../../components/field.tsx';
import { say } from '../../components/toast.tsx';
import { useDebounced } from '../../components/use-debounced.ts';
import { counted, number } from '../../format/counted.ts';
import { fieldTime, viewerZone } from '../../format/time.ts';
import { type BackfillPlan, backfillMax, backfillPlan } from './backfill-plan.ts';

const dayMs = 86_400_000;
const yearMs = 366 * dayMs;

const planOf = (
  deployment: Deployment,
  from: string,
  until: string,
): { plan: BackfillPlan | null; fault: string | null } => {
  const [start, end] = [new Date(from).getTime(), new Date(until).getTime()];
  if (Number.isNaN(start) || Number.isNaN(end)) return { plan: null, fault: 'Say from when until when.' };
  if (end < start) return { plan: null, fault: 'The end lies before the beginning.' };
  if (end - start > 5 * yearMs) return { plan: null, fault: 'Five years at once are the most.' };
  const plan = backfillPlan(
    deployment.schedules,
    start,
    end,
    ({ slug, schedule }) => slug ?? scheduleInWords(schedule),
  );
  const isTooMuch = plan.count > backfillMax;
  return {
    plan,
    fault: isTooMuch ? `That is more than ${number(backfillMax)} runs; take a part of it.` : null,
  };
};

/** Makes the runs of a range, and says beforehand how many. */
export default function BackfillDialog({
  deployment,
  onClose,
}: {
  deployment: Deployment;
  onClose: () => void;
}) {
  const queries = useQueryClient();
  const [now] = useState(Date.now);
  const [from, setFrom] = useState(fieldTime(new Date(now - dayMs)));
  const [until, setUntil] = useState(fieldTime(new Date(now)));
  const settled = useDebounced(`${from}|${until}`, 150);
  const { plan, fault } = useMemo(() => {
    const [start = '', end = ''] = settled.split('|');
    return planOf(deployment, start, end);
  }, [deployment, settled]);
  const [made, setMade] = useState(0);
  const fill = useMutation({
    mutationFn: async ({ chunks }: BackfillPlan) => {
      let sum = 0;
      for (const { startTime, endTime } of chunks) {
        const minTime = (endTime.getTime() - startTime.getTime()) / 1000 + 1;
        const range = { id: deployment.id, startTime, endTime, minTime, minRuns: 0, maxRuns: 1000 };
        sum += (await call('deployments.schedule', range)).created;
        setMade(sum);
      }
      return sum;
    },
    onSuccess: (sum) => {
      say(`${counted(sum, 'run')} made; those that were there already stay as they are.`);
      onClose();
    },
    onSettled: () => refresh(queries, 'deployments', 'flowRuns'),
  });
  const start = (event: FormEvent): void => {
    event.preventDefault();
    if (plan !== null && fault === null) fill.mutate(plan);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Backfill"
      about="Makes the runs that the schedules name in a range. Those whose start has passed are due at once."
    >
      <form onSubmit={start} className="flex flex-col gap-4">
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="From" about={`In ${viewerZone}, included`}>
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                value={from}
                onChange={({ target }) => setFrom(target.value)}
              />
            )}
          </Field>
          <Field label="Until" about={`In ${viewerZone}, included`}>
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                value={until}
                onChange={({ target }) => setUntil(target.value)}
              />
            )}
          </Field>
        </div>
        <div aria-live="polite" className="text-sm">
          {plan !== null && (
            <>
              <p className="font-medium">{counted(plan.count, 'start')} in this range</p>
              {plan.schedules.length === 0 ? (
                <p className="text-soft">No schedule is switched on.</p>
              ) : (
                <ul className="mt-1 text-soft">
                  {plan.schedules.map(({ name, count }) => (
                    <li key={name}>
                      {name}: {number(count)}
                    </li>
                  ))}
                </ul>
              )}
              <p className="mt-1 text-soft">A start that has its run already gets no second one.</p>
            </>
          )}
          {fault !== null && <p className="text-danger">{fault}</p>}
          {fill.isPending && <p className="mt-1">{number(made)} made so far…</p>}
        </div>
        <ErrorNote error={fill.error} />
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            disabled={fill.isPending || fault !== null || plan === null || plan.count === 0}
          >
            {plan === null || plan.count === 0 ? 'Make runs' : `Make ${counted(plan.count, 'run')}`}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
