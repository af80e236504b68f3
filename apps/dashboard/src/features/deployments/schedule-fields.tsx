import { Field, Input, Select, TextArea } from '../../components/field.tsx';
import { intervalUnits, type ReadSchedule, type ScheduleDraft } from './schedule-draft.ts';
import { ZoneField } from './zone-field.tsx';

const kinds = [
  { value: 'cron', label: 'Cron' },
  { value: 'interval', label: 'Interval' },
  { value: 'rrule', label: 'RRule' },
] as const;

type ScheduleFieldsProps = {
  draft: ScheduleDraft;
  faults: ReadSchedule['faults'];
  onChange: (draft: ScheduleDraft) => void;
};

const Cron = ({ draft, faults, onChange }: ScheduleFieldsProps) => (
  <>
    <Field
      label="Cron expression"
      about="minute, hour, day, month, weekday; a 6th field gives seconds, a 7th years"
      error={faults?.cron}
    >
      {(control) => (
        <Input
          {...control}
          className="font-mono"
          spellCheck={false}
          value={draft.cron}
          onChange={({ target }) => onChange({ ...draft, cron: target.value })}
        />
      )}
    </Field>
    <label className="flex items-center gap-2 text-sm">
      <input
        type="checkbox"
        checked={!draft.dayOr}
        onChange={({ target }) => onChange({ ...draft, dayOr: !target.checked })}
      />
      Day of the month and weekday must both match
    </label>
  </>
);

const Interval = ({ draft, faults, onChange }: ScheduleFieldsProps) => (
  <>
    <Field label="Every" error={faults?.every}>
      {(control) => (
        <span className="flex gap-2">
          <Input
            {...control}
            inputMode="decimal"
            value={draft.every}
            onChange={({ target }) => onChange({ ...draft, every: target.value })}
          />
          <Select
            aria-label="Unit"
            choices={intervalUnits}
            value={draft.unit}
            onChange={({ target }) => onChange({ ...draft, unit: target.value })}
          />
        </span>
      )}
    </Field>
    <Field
      label="Counted from"
      about="In your own time zone; empty: from 2020-01-01T00:00 on the schedule's clock"
      error={faults?.anchor}
    >
      {(control) => (
        <Input
          {...control}
          type="datetime-local"
          value={draft.anchor}
          onChange={({ target }) => onChange({ ...draft, anchor: target.value })}
        />
      )}
    </Field>
  </>
);

const Rrule = ({ draft, faults, onChange }: ScheduleFieldsProps) => (
  <Field
    label="Recurrence rule"
    about="RFC 5545: FREQ=WEEKLY;BYDAY=MO,WE;BYHOUR=9;BYMINUTE=30. Lines with DTSTART, EXDATE, RDATE are understood."
    error={faults?.rrule}
  >
    {(control) => (
      <TextArea
        {...control}
        rows={3}
        spellCheck={false}
        value={draft.rrule}
        onChange={({ target }) => onChange({ ...draft, rrule: target.value })}
      />
    )}
  </Field>
);

const byKind = { cron: Cron, interval: Interval, rrule: Rrule };

export const ScheduleFields = (props: ScheduleFieldsProps) => {
  const { draft, faults, onChange } = props;
  const Rule = byKind[draft.kind];
  return (
    <>
      <fieldset className="flex gap-4">
        <legend className="sr-only">Kind of schedule</legend>
        {kinds.map(({ value, label }) => (
          <label key={value} className="flex items-center gap-1.5 text-sm font-medium">
            <input
              type="radio"
              name="schedule-kind"
              checked={draft.kind === value}
              onChange={() => onChange({ ...draft, kind: value })}
            />
            {label}
          </label>
        ))}
      </fieldset>
      <Rule {...props} />
      <ZoneField
        value={draft.timezone}
        error={faults?.timezone}
        onChange={(timezone) => onChange({ ...draft, timezone })}
      />
    </>
  );
};
