import type { WorkQueue } from '@carillon/core';
import { type FormEvent, useState } from 'react';
import { useChange } from '../../client/use-change.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { ErrorNote } from '../../components/feedback.tsx';
import { Field, Input } from '../../components/field.tsx';
import { readLimit } from './read-limit.ts';

export default function QueueDialog({
  poolName,
  existing,
  onClose,
}: {
  poolName: string;
  existing: WorkQueue | null;
  onClose: () => void;
}) {
  const [name, setName] = useState(existing?.name ?? '');
  const [description, setDescription] = useState(existing?.description ?? '');
  const [limit, setLimit] = useState(String(existing?.concurrencyLimit ?? ''));
  const { value: concurrencyLimit, fault } = readLimit(limit);
  const options = {
    touches: ['workPools', 'workQueues'],
    quiet: true,
    said: () => `${name} is saved.`,
    onDone: onClose,
  };
  const create = useChange('workPools.queues.create', options);
  const update = useChange('workPools.queues.update', options);
  const isWrong = name.trim() === '' || fault !== null;
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (isWrong) return;
    const members = { name: name.trim(), description: description.trim(), concurrencyLimit };
    if (existing === null) create.mutate({ workPoolName: poolName, ...members });
    else update.mutate({ workPoolName: poolName, workQueueName: existing.name, ...members });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={existing === null ? `New queue in ${poolName}` : `Change ${existing.name}`}
      about="Runs of the queue with the lowest number of priority are taken first."
    >
      <form onSubmit={save} className="flex flex-col gap-3">
        <Field label="Name">
          {(control) => <Input {...control} value={name} onChange={({ target }) => setName(target.value)} />}
        </Field>
        <Field label="Description">
          {(control) => (
            <Input {...control} value={description} onChange={({ target }) => setDescription(target.value)} />
          )}
        </Field>
        <Field label="Runs at once" about="Empty: as many as the pool lets" error={fault}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={limit}
              onChange={({ target }) => setLimit(target.value)}
            />
          )}
        </Field>
        <ErrorNote error={create.error ?? update.error} />
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={isWrong || create.isPending || update.isPending}>
            Save
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
