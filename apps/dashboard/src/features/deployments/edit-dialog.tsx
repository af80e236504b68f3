import type { Deployment } from '@carillon/core';
import { type FormEvent, useState } from 'react';
import { useChange } from '../../client/use-change.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { ErrorNote } from '../../components/feedback.tsx';
import { Field, Input, Select, TextArea } from '../../components/field.tsx';
import { readParameters } from '../../components/json-form/read-parameters.ts';

const pretty = (value: object): string =>
  Object.keys(value).length === 0 ? '' : JSON.stringify(value, null, 2);
const tagsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
];

/** What one changes between two deploys; deploying again says it anew. */
export default function EditDialog({ deployment, onClose }: { deployment: Deployment; onClose: () => void }) {
  const [description, setDescription] = useState(deployment.description ?? '');
  const [tags, setTags] = useState(deployment.tags.join(', '));
  const [parameters, setParameters] = useState(pretty(deployment.parameters));
  const firstLimit = String(deployment.globalConcurrencyLimit?.limit ?? '');
  const [limit, setLimit] = useState(firstLimit);
  const [collision, setCollision] = useState<string>(
    deployment.concurrencyOptions?.collisionStrategy ?? 'ENQUEUE',
  );
  const given = readParameters(parameters);
  const isShared =
    deployment.globalConcurrencyLimit !== null &&
    deployment.globalConcurrencyLimit.name !== `deployment:${deployment.id}`;
  const limitNumber = limit.trim() === '' ? null : Number(limit);
  const limitFault =
    limitNumber === null || (Number.isInteger(limitNumber) && limitNumber >= 1)
      ? null
      : 'must be a whole number from 1 on, or nothing';
  const update = useChange('deployments.update', {
    touches: ['deployments', 'concurrencyLimits'],
    quiet: true,
    said: () => 'The changes are saved.',
    onDone: onClose,
  });
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (given.value === null || limitFault !== null) return;
    update.mutate({
      id: deployment.id,
      description: description.trim() === '' ? null : description.trim(),
      tags: tagsOf(tags),
      parameters: given.value,
      ...(!isShared && limit !== firstLimit && { concurrencyLimit: limitNumber }),
      ...(limitNumber !== null && {
        concurrencyOptions: {
          ...deployment.concurrencyOptions,
          collisionStrategy: collision === 'CANCEL_NEW' ? 'CANCEL_NEW' : 'ENQUEUE',
        },
      }),
    });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Edit ${deployment.flowName}/${deployment.name}`}
      about="The next deploy of its file says these anew."
    >
      <form onSubmit={save} className="flex flex-col gap-3">
        <Field label="Description">
          {(control) => (
            <TextArea
              {...control}
              rows={2}
              className="font-sans"
              value={description}
              onChange={({ target }) => setDescription(target.value)}
            />
          )}
        </Field>
        <Field label="Tags" about="Separated by commas">
          {(control) => <Input {...control} value={tags} onChange={({ target }) => setTags(target.value)} />}
        </Field>
        <Field label="Parameters (JSON)" error={given.fault}>
          {(control) => (
            <TextArea
              {...control}
              rows={5}
              spellCheck={false}
              placeholder="{}"
              value={parameters}
              onChange={({ target }) => setParameters(target.value)}
            />
          )}
        </Field>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field
            label="Runs at once"
            about={
              isShared
                ? `Held by the shared limit ${deployment.globalConcurrencyLimit?.name}`
                : 'Empty: as many as there are'
            }
            error={limitFault}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                disabled={isShared}
                value={limit}
                onChange={({ target }) => setLimit(target.value)}
              />
            )}
          </Field>
          <Field label="Further runs">
            {(control) => (
              <Select
                {...control}
                disabled={limitNumber === null}
                choices={[
                  { value: 'ENQUEUE', label: 'wait for a slot' },
                  { value: 'CANCEL_NEW', label: 'are cancelled' },
                ]}
                value={collision}
                onChange={({ target }) => setCollision(target.value)}
              />
            )}
          </Field>
        </div>
        <ErrorNote error={update.error} />
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            disabled={update.isPending || given.value === null || limitFault !== null}
          >
            Save
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
