import type { FlowRun } from '@carillon/core';
import { type FormEvent, useState } from 'react';
import { useChange } from '../../client/use-change.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { ErrorNote } from '../../components/feedback.tsx';
import { Field, TextArea } from '../../components/field.tsx';
import { readParameters } from '../../components/json-form/read-parameters.ts';
import { say } from '../../components/toast.tsx';

/** Lets a paused run go on, with the input that it asked for. */
export default function ResumeDialog({ run, onClose }: { run: FlowRun; onClose: () => void }) {
  const asks = run.state?.stateDetails.runInputKeyset != null;
  const [text, setText] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const given = readParameters(text);
  const resume = useChange('flowRuns.resume', {
    touches: ['flowRuns', 'deployments'],
    quiet: true,
    onDone: ({ status, state, details }) => {
      if (status !== 'ACCEPT')
        return setRefused(('reason' in details && details.reason) || 'It was refused.');
      say(`The run is ${state?.name ?? 'resumed'}.`);
      onClose();
      return undefined;
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setRefused(null);
    if (given.value !== null) resume.mutate({ id: run.id, runInput: asks ? given.value : null });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Resume ${run.name}`}
      about={run.state?.message ?? 'It goes on where it paused.'}
    >
      <form onSubmit={submit} className="flex flex-col gap-3">
        {asks && (
          <Field
            label="Input (JSON)"
            about="The run waits for it; the server checks it against what the flow asked for."
            error={given.fault}
          >
            {(control) => (
              <TextArea
                {...control}
                rows={4}
                spellCheck={false}
                placeholder="{}"
                value={text}
                onChange={({ target }) => setText(target.value)}
              />
            )}
          </Field>
        )}
        <ErrorNote error={refused ?? resume.error} />
        <DialogFoot>
          <Button onClick={onClose}>Not yet</Button>
          <Button type="submit" look="primary" disabled={resume.isPending || given.value === null}>
            Resume
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
