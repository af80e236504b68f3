import type { ReactNode } from 'react';
import { classes } from './classes.ts';

type PanelProps = {
  title?: ReactNode;
  /** Stands to the right of the title. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
  flush?: boolean;
};

export const Panel = ({ title, aside, children, className, flush = false }: PanelProps) => (
  <section className={classes('min-w-0 rounded-lg border border-line bg-panel', className)}>
    {title !== undefined && (
      <header className="flex flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-2.5">
        <h2 className="text-sm font-semibold">{title}</h2>
        {aside}
      </header>
    )}
    <div className={flush ? '' : 'p-4'}>{children}</div>
  </section>
);
