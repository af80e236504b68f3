import type { ConcurrencyLimit } from '@carillon/core';
import { type FormEvent, useState } from 'react';
import { useChange } from '../../client/use-change.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { ErrorNote } from '../../components/feedback.tsx';
import { Field, Input } from '../../components/field.tsx';

const numberFault = (text: string, isWhole: boolean): string | null => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) return 'must be a number from 0 on';
  return isWhole && !Number.isInteger(value) ? 'must be a whole number' : null;
};

export default function LimitDialog({
  existing,
  onClose,
}: {
  existing: ConcurrencyLimit | null;
  onClose: () => void;
}) {
  const [name, setName] = useState(existing?.name ?? '');
  const [limit, setLimit] = useState(String(existing?.limit ?? 1));
  const [decay, setDecay] = useState(String(existing?.slotDecayPerSecond ?? 0));
  const [limitFault, decayFault] = [numberFault(limit, true), numberFault(decay, false)];
  const options = {
    touches: ['concurrencyLimits', 'deployments'],
    quiet: true,
    said: () => `${name} is saved.`,
    onDone: onClose,
  };
  const create = useChange('concurrencyLimits.create', options);
  const update = useChange('concurrencyLimits.update', options);
  const isWrong = name.trim() === '' || limitFault !== null || decayFault !== null;
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (isWrong) return;
    const members = { name: name.trim(), limit: Number(limit), slotDecayPerSecond: Number(decay) };
    if (existing === null) create.mutate(members);
    else update.mutate({ id: existing.id, ...members });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={existing === null ? 'New concurrency limit' : `Change ${existing.name}`}
      about="Slots that deployments, tasks and clients share by its name."
    >
      <form onSubmit={save} className="flex flex-col gap-3">
        <Field label="Name">
          {(control) => <Input {...control} value={name} onChange={({ target }) => setName(target.value)} />}
        </Field>
        <Field label="Slots" about="Lowering it ends nothing: new requests wait." error={limitFault}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={limit}
              onChange={({ target }) => setLimit(target.value)}
            />
          )}
        </Field>
        <Field
          label="Slots that come back each second"
          about="0: a slot is held until it is given back. More: it limits a rate."
          error={decayFault}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              value={decay}
              onChange={({ target }) => setDecay(target.value)}
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
