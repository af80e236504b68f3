import { type ComponentProps, type ReactNode, useId } from 'react';
import { classes } from './classes.ts';

export const inputClass =
  'min-h-8 w-full min-w-0 rounded-md border border-strong-line bg-panel px-2.5 py-1 text-sm text-ink placeholder:text-soft disabled:opacity-60 aria-invalid:border-danger';

type FieldProps = {
  label: ReactNode;
  about?: ReactNode;
  error?: string | null | undefined;
  /** Gives the control the id that the label names, and what describes it. */
  children: (control: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': boolean | undefined;
  }) => ReactNode;
  className?: string;
};

/** A control with its name, what it is for, and what is wrong with it. */
export const Field = ({ label, about, error, children, className }: FieldProps) => {
  const id = useId();
  const described = [about ? `${id}-about` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={classes('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': error ? true : undefined,
      })}
      {about && (
        <p id={`${id}-about`} className="text-xs text-soft">
          {about}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-xs text-danger">
          {error}
        </p>
      )}
    </div>
  );
};

export const Input = ({ className, ...rest }: ComponentProps<'input'>) => (
  <input className={classes(inputClass, className)} {...rest} />
);

export const TextArea = ({ className, ...rest }: ComponentProps<'textarea'>) => (
  <textarea className={classes(inputClass, 'font-mono', className)} {...rest} />
);

type Choice = { value: string; label: string };

/** The browser's own list: every keyboard, phone and reader knows it. */
export const Select = ({
  choices,
  className,
  ...rest
}: ComponentProps<'select'> & { choices: readonly Choice[] }) => (
  <select className={classes(inputClass, className)} {...rest}>
    {choices.map(({ value, label }) => (
      <option key={value} value={value}>
        {label}
      </option>
    ))}
  </select>
);
