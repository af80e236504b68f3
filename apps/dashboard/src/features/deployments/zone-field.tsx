import { Field, Input } from '../../components/field.tsx';
import { viewerZone } from '../../format/time.ts';

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];

type ZoneFieldProps = { value: string; error: string | undefined; onChange: (zone: string) => void };

export const ZoneField = ({ value, error, onChange }: ZoneFieldProps) => (
  <Field
    label="Time zone"
    about={`Whose wall clock it means; UTC when empty. Yours is ${viewerZone}.`}
    error={error}
  >
    {(control) => (
      <>
        <Input
          {...control}
          list="time-zones"
          autoComplete="off"
          spellCheck={false}
          placeholder="UTC"
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
        <datalist id="time-zones">
          {zones.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </>
    )}
  </Field>
);
