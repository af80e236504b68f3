import type { Deployment } from '@carillon/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { Input as CallInput } from '../../client/query.ts';
import { useChange } from '../../client/use-change.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { ErrorNote } from '../../components/feedback.tsx';
import { Field, Input } from '../../components/field.tsx';

/** All that a deployment is, under another name; paused, so that nothing runs twice before somebody has looked. */
const copyOf = (deployment: Deployment, name: string): CallInput<'deployments.create'> => {
  const { globalConcurrencyLimit: limit } = deployment;
  const isOwn = limit?.name === `deployment:${deployment.id}`;
  return {
    name,
    flowId: deployment.flowId,
    paused: true,
    schedules: deployment.schedules.map(({ schedule, active, maxScheduledRuns, parameters, slug }) => ({
      schedule,
      active,
      maxScheduledRuns,
      parameters,
      slug,
    })),
    ...(limit !== null &&
      (isOwn ? { concurrencyLimit: limit.limit } : { globalConcurrencyLimitId: limit.id })),
    concurrencyOptions: deployment.concurrencyOptions,
    enforceParameterSchema: deployment.enforceParameterSchema,
    parameterOpenapiSchema: deployment.parameterOpenapiSchema,
    parameters: deployment.parameters,
    runPolicy: deployment.runPolicy,
    tags: deployment.tags,
    labels: deployment.labels,
    pullSteps: deployment.pullSteps,
    workPoolName: deployment.workPoolName,
    workQueueName: deployment.workQueueName,
    storageDocumentId: deployment.storageDocumentId,
    infrastructureDocumentId: deployment.infrastructureDocumentId,
    description: deployment.description,
    path: deployment.path,
    version: deployment.version,
    entrypoint: deployment.entrypoint,
    jobVariables: deployment.jobVariables,
  };
};

export default function DuplicateDialog({
  deployment,
  onClose,
}: {
  deployment: Deployment;
  onClose: () => void;
}) {
  const navigate = useNavigate();
  const [name, setName] = useState(`${deployment.name}-copy`);
  const create = useChange('deployments.create', {
    touches: ['deployments'],
    quiet: true,
    said: () => 'The copy is made, and paused.',
    onDone: ({ deployment: { id } }) => {
      onClose();
      void navigate({ to: '/deployments/$id', params: { id } });
    },
  });
  const isSame = name.trim() === deployment.name;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isSame && name.trim() !== '') create.mutate(copyOf(deployment, name.trim()));
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Duplicate ${deployment.flowName}/${deployment.name}`}
      about="Schedules, parameters, entrypoint and all else are copied. The copy is paused until you resume it."
    >
      <form onSubmit={submit} className="flex flex-col gap-3">
        <Field
          label="Name of the copy"
          error={
            isSame ? 'The copy needs a name of its own.' : name.trim() === '' ? 'A name is needed.' : null
          }
        >
          {(control) => <Input {...control} value={name} onChange={({ target }) => setName(target.value)} />}
        </Field>
        <ErrorNote error={create.error} />
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={create.isPending || isSame}>
            Duplicate
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
