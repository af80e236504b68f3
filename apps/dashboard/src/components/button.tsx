import type { ComponentProps } from 'react';
import { classes } from './classes.ts';

const looks = {
  plain: 'border border-line bg-panel hover:bg-raised',
  primary: 'bg-accent text-accent-ink hover:brightness-110',
  danger: 'bg-danger text-danger-ink hover:brightness-110',
  quiet: 'text-soft hover:bg-raised hover:text-ink',
} as const;
export type Look = keyof typeof looks;

const buttonClass = (look: Look = 'plain', extra = ''): string =>
  classes(
    'inline-flex min-h-8 items-center justify-center gap-1.5 rounded-md px-3 py-1 text-sm font-medium whitespace-nowrap',
    'transition-colors [&_svg]:shrink-0 disabled:cursor-not-allowed disabled:opacity-60',
    looks[look],
    extra,
  );

export type ButtonProps = ComponentProps<'button'> & { look?: Look };

export const Button = ({ look, className, type = 'button', ...rest }: ButtonProps) => (
  <button type={type} className={buttonClass(look, className)} {...rest} />
);

/** A button that is only a picture; its label is what is read out and shown on hover. */
export const IconButton = ({ label, className, ...rest }: ButtonProps & { label: string }) => (
  <Button
    look="quiet"
    aria-label={label}
    title={label}
    className={classes('min-w-8 px-1.5', className)}
    {...rest}
  />
);
