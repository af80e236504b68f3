import type { DeploymentSchedule } from '@carillon/core';
import { type FormEvent, useState } from 'react';
import { useChange } from '../../client/use-change.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFoot } from '../../components/dialog.tsx';
import { ErrorNote } from '../../components/feedback.tsx';
import { Field, Input, TextArea } from '../../components/field.tsx';
import { readParameters } from '../../components/json-form/read-parameters.ts';
import { useDebounced } from '../../components/use-debounced.ts';
import { scheduleInSentence } from '../../format/schedule.ts';
import { viewerZone } from '../../format/time.ts';
import { draftOfSchedule, newDraft, readSchedule } from './schedule-draft.ts';
import { ScheduleFields } from './schedule-fields.tsx';
import { SchedulePreview } from './schedule-preview.tsx';

type ScheduleDialogProps = {
  deploymentId: string;
  /** The one to change; null for a new one. */
  existing: DeploymentSchedule | null;
  onClose: () => void;
};

const touches = ['deployments', 'flowRuns'];

/** A schedule of any kind: as one types, it is judged, and its next starts are drawn anew. */
export default function ScheduleDialog({ deploymentId, existing, onClose }: ScheduleDialogProps) {
  const [draft, setDraft] = useState(
    existing === null ? newDraft(viewerZone) : draftOfSchedule(existing.schedule),
  );
  const [slug, setSlug] = useState(existing?.slug ?? '');
  const [cap, setCap] = useState(String(existing?.maxScheduledRuns ?? ''));
  const [parameters, setParameters] = useState(
    existing === null || Object.keys(existing.parameters).length === 0
      ? ''
      : JSON.stringify(existing.parameters, null, 2),
  );
  const [from] = useState(Date.now);
  const { schedule, faults } = readSchedule(useDebounced(draft, 120));
  const given = readParameters(parameters);
  const capNumber = cap.trim() === '' ? null : Number(cap);
  const capFault =
    capNumber === null || (Number.isInteger(capNumber) && capNumber >= 1 && capNumber <= 50)
      ? null
      : 'must be a whole number from 1 to 50';

  const options = { touches, quiet: true, onDone: onClose, said: () => 'The schedule is saved.' };
  const create = useChange('deployments.schedules.create', options);
  const update = useChange('deployments.schedules.update', options);
  const isPending = create.isPending || update.isPending;

  const save = (event: FormEvent): void => {
    event.preventDefault();
    const now = readSchedule(draft).schedule;
    if (now === null || given.value === null || capFault !== null) return;
    const members = {
      schedule: now,
      slug: slug.trim() === '' ? null : slug.trim(),
      maxScheduledRuns: capNumber,
      parameters: given.value,
    };
    if (existing === null) create.mutate({ deploymentId, schedules: [members] });
    else update.mutate({ deploymentId, scheduleId: existing.id, ...members });
  };

  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={existing === null ? 'New schedule' : 'Change the schedule'}
      about="Only this schedule's own future runs are planned anew."
    >
      <form onSubmit={save} className="grid gap-6 md:grid-cols-2">
        <div className="flex flex-col gap-3">
          <ScheduleFields draft={draft} faults={faults} onChange={setDraft} />
          <Field label="Slug" about="A name within the deployment, by which deploying knows it again">
            {(control) => (
              <Input {...control} value={slug} onChange={({ target }) => setSlug(target.value)} />
            )}
          </Field>
          <Field label="Runs planned ahead, at most" about="Empty: as the server is set" error={capFault}>
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={cap}
                onChange={({ target }) => setCap(target.value)}
              />
            )}
          </Field>
          <Field
            label="Parameters of its runs (JSON)"
            about="Laid over the deployment's own"
            error={given.fault}
          >
            {(control) => (
              <TextArea
                {...control}
                rows={3}
                spellCheck={false}
                placeholder="{}"
                value={parameters}
                onChange={({ target }) => setParameters(target.value)}
              />
            )}
          </Field>
        </div>
        <div className="min-w-0" aria-live="polite">
          {schedule === null ? (
            <p className="text-sm text-soft">
              The next starts are shown here once the schedule says something.
            </p>
          ) : (
            <>
              <p className="mb-2 font-medium">{scheduleInSentence(schedule) ?? 'As its rule says'}</p>
              <SchedulePreview schedule={schedule} from={from} />
            </>
          )}
        </div>
        <div className="md:col-span-2">
          <ErrorNote error={create.error ?? update.error} />
          <DialogFoot>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              type="submit"
              look="primary"
              disabled={isPending || faults !== null || given.value === null || capFault !== null}
            >
              Save
            </Button>
          </DialogFoot>
        </div>
      </form>
    </Dialog>
  );
}
