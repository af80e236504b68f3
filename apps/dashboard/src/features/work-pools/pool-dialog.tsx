import type { WorkPool } from '@carillon/core';
import { type FormEvent, useState } from 'react';
import { useChange } from '../../client/use-change.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { ErrorNote } from '../../components/feedback.tsx';
import { Field, Input } from '../../components/field.tsx';
import { readLimit } from './read-limit.ts';

export default function PoolDialog({
  existing,
  onClose,
}: {
  existing: WorkPool | null;
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
  const create = useChange('workPools.create', options);
  const update = useChange('workPools.update', options);
  const isWrong = name.trim() === '' || fault !== null;
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (isWrong) return;
    const members = { description: description.trim() || null, concurrencyLimit };
    if (existing === null) create.mutate({ name: name.trim(), type: 'process', ...members });
    else update.mutate({ name: existing.name, ...members });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={existing === null ? 'New work pool' : `Change ${existing.name}`}
      about="Where runs wait for runners that serve a pool: carillon runner --pool NAME."
    >
      <form onSubmit={save} className="flex flex-col gap-3">
        {existing === null && (
          <Field label="Name">
            {(control) => (
              <Input {...control} value={name} onChange={({ target }) => setName(target.value)} />
            )}
          </Field>
        )}
        <Field label="Description">
          {(control) => (
            <Input {...control} value={description} onChange={({ target }) => setDescription(target.value)} />
          )}
        </Field>
        <Field label="Runs at once" about="Empty: as many as there are runners for" error={fault}>
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
