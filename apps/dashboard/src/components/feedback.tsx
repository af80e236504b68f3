import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { errorInWords } from '../format/error.ts';

/** Says what is wrong, where it is. */
export const ErrorNote = ({ error, action }: { error: unknown; action?: ReactNode }) =>
  error === null || error === undefined ? null : (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-2 rounded-md border border-danger/40 px-3 py-2 text-sm text-danger"
    >
      <CircleAlert aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 flex-1 break-words whitespace-pre-wrap">{errorInWords(error)}</span>
      {action}
    </div>
  );

/** What one sees where nothing is yet: what would be here, and how it gets here. */
export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="flex flex-col items-center gap-2 px-4 py-10 text-center">
    <p className="font-medium">{title}</p>
    {children !== undefined && <div className="max-w-xl text-sm text-soft">{children}</div>}
  </div>
);

export const Waiting = ({ what = 'Loading' }: { what?: string }) => (
  <p
    role="status"
    className="animate-pulse motion-reduce:animate-none px-4 py-8 text-center text-sm text-soft"
  >
    {what}…
  </p>
);

export const Command = ({ children }: { children: string }) => (
  <code className="rounded bg-raised px-1.5 py-0.5 font-mono text-xs text-ink">{children}</code>
);
