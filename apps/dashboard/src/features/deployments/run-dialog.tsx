import { type Deployment, jsonObject } from '@carillon/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useMemo, useState } from 'react';
import { useChange } from '../../client/use-change.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { ErrorNote } from '../../components/feedback.tsx';
import { Field, Input, TextArea } from '../../components/field.tsx';
import {
  type Draft,
  type DraftIssue,
  draftOf,
  proposalOf,
  readForm,
} from '../../components/json-form/draft.ts';
import { JsonForm } from '../../components/json-form/json-form.tsx';
import { readParameters } from '../../components/json-form/read-parameters.ts';
import { type FieldSchema, fieldSchema } from '../../components/json-form/schema.ts';
import { viewerZone } from '../../format/time.ts';

/** What the form begins with: the run's, else the deployment's parameters, over what the schema proposes. */
const firstDraft = (schema: FieldSchema, given: object): Draft => ({
  ...Object(proposalOf(schema)),
  ...Object.fromEntries(
    Object.entries(Object(draftOf(schema, given))).filter(([, draft]) => draft !== undefined),
  ),
});

type RunDialogProps = {
  deployment: Deployment;
  /** Of a run that is to be run again. */
  parameters?: object;
  onClose: () => void;
};

const counted = (issues: readonly DraftIssue[]): string =>
  issues.length === 1 ? 'One field needs you first.' : `${issues.length} fields need you first.`;

/** Runs it, now or later, with parameters that a form asks for as their schema says. */
export default function RunDialog({ deployment, parameters, onClose }: RunDialogProps) {
  const navigate = useNavigate();
  const schema = useMemo(() => fieldSchema(deployment.parameterOpenapiSchema ?? {}), [deployment]);
  const hasForm = schema.members.size > 0;
  const given = parameters ?? deployment.parameters;
  const [draft, setDraft] = useState<Draft>(() => firstDraft(schema, given));
  const [text, setText] = useState(() =>
    Object.keys(given).length === 0 ? '' : JSON.stringify(given, null, 2),
  );
  const [name, setName] = useState('');
  const [later, setLater] = useState(false);
  const [time, setTime] = useState('');
  const [isTried, setIsTried] = useState(false);

  const read = hasForm ? readForm(schema, draft) : null;
  const free = readParameters(text);
  const issues = read?.issues ?? (free.fault === null ? [] : [{ path: '', message: free.fault }]);
  const at = new Date(time);
  const timeFault =
    later && Number.isNaN(at.getTime()) ? 'Say when: without a date it would start at once.' : null;
  const isWrong = issues.length > 0 || timeFault !== null;

  const create = useChange('deployments.createRun', {
    touches: ['deployments', 'flowRuns'],
    quiet: true,
    said: ({ run }) => `${run.name} is scheduled.`,
    onDone: ({ run }) => {
      onClose();
      void navigate({ to: '/runs/$id', params: { id: run.id } });
    },
  });
  const start = (event: FormEvent): void => {
    event.preventDefault();
    setIsTried(true);
    if (isWrong) return;
    create.mutate({
      id: deployment.id,
      parameters: jsonObject.parse(read === null ? free.value : read.value),
      name: name.trim() === '' ? null : name.trim(),
      ...(later && { state: { type: 'SCHEDULED', stateDetails: { scheduledTime: at } } }),
    });
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Run ${deployment.flowName}/${deployment.name}`}
      about={
        deployment.paused
          ? 'The deployment is paused: its schedules make no runs, but this one is made.'
          : undefined
      }
    >
      <form onSubmit={start} noValidate className="flex flex-col gap-4">
        {hasForm ? (
          <JsonForm
            schema={schema}
            draft={draft}
            issues={isTried ? issues : issues.filter(({ message }) => message !== 'is needed')}
            onChange={setDraft}
          />
        ) : (
          <Field label="Parameters (JSON)" error={free.fault}>
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
        <Field label="Name of the run" about="Empty: the server makes one up">
          {(control) => <Input {...control} value={name} onChange={({ target }) => setName(target.value)} />}
        </Field>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 text-sm font-medium">Start</legend>
          <span className="flex gap-4 text-sm">
            {[false, true].map((value) => (
              <label key={String(value)} className="flex items-center gap-1.5">
                <input
                  type="radio"
                  name="run-start"
                  checked={later === value}
                  onChange={() => setLater(value)}
                />
                {value ? 'Later' : 'Now'}
              </label>
            ))}
          </span>
          {later && (
            <Field
              label="Start time"
              about={`In ${viewerZone}`}
              error={isTried || time !== '' ? timeFault : null}
            >
              {(control) => (
                <Input
                  {...control}
                  type="datetime-local"
                  value={time}
                  onChange={({ target }) => setTime(target.value)}
                />
              )}
            </Field>
          )}
        </fieldset>
        <ErrorNote error={create.error} />
        {isTried && isWrong && (
          <p role="alert" className="text-sm text-danger">
            {issues.length > 0 ? counted(issues) : timeFault}
          </p>
        )}
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={create.isPending}>
            {later ? 'Schedule the run' : 'Run now'}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
