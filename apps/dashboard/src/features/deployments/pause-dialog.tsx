import type { Deployment } from '@carillon/core';
import { type FormEvent, useState } from 'react';
import { useChange } from '../../client/use-change.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { ErrorNote } from '../../components/feedback.tsx';
import { Field, Input } from '../../components/field.tsx';

/** Pauses it, with a reason for whoever wonders later. */
export default function PauseDialog({
  deployment,
  onClose,
}: {
  deployment: Deployment;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const pause = useChange('deployments.pause', {
    touches: ['deployments', 'flowRuns'],
    quiet: true,
    said: () => 'It is paused: its schedules make no runs.',
    onDone: onClose,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    pause.mutate({ id: deployment.id, reason: reason.trim() === '' ? null : reason.trim() });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Pause ${deployment.flowName}/${deployment.name}`}
      about="Runs that its schedules have planned and that nobody has begun go; runs that are at work go on."
    >
      <form onSubmit={submit} className="flex flex-col gap-3">
        <Field label="Reason" about="Shown to everybody who looks at it">
          {(control) => (
            <Input {...control} value={reason} onChange={({ target }) => setReason(target.value)} />
          )}
        </Field>
        <ErrorNote error={pause.error} />
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={pause.isPending}>
            Pause
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
