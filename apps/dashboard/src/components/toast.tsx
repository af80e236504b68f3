import { X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { errorInWords } from '../format/error.ts';
import { IconButton } from './button.tsx';
import { classes } from './classes.ts';

type Toast = { id: number; text: string; isError: boolean; undo: (() => void) | undefined };

const listeners = new Set<() => void>();
let toasts: readonly Toast[] = [];
let made = 0;

const change = (next: readonly Toast[]): void => {
  toasts = next;
  for (const listener of listeners) listener();
};
const dismiss = (id: number): void => change(toasts.filter((toast) => toast.id !== id));

const shownMax = 4;
const shortMs = 5000;
const longMs = 12_000;

const add = (toast: Omit<Toast, 'id'>): void => {
  made += 1;
  const id = made;
  change([...toasts.slice(1 - shownMax), { ...toast, id }]);
  setTimeout(() => dismiss(id), toast.isError || toast.undo !== undefined ? longMs : shortMs);
};

/** Says for a moment what has happened; what can be undone has a button for it. */
export const say = (text: string, undo?: () => void): void => add({ text, isError: false, undo });
export const sayError = (error: unknown): void =>
  add({ text: errorInWords(error), isError: true, undo: undefined });

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const Toasts = () => {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div
      aria-live="polite"
      role="log"
      aria-label="Notes"
      className="fixed right-4 bottom-4 z-60 flex w-[min(92vw,24rem)] flex-col gap-2"
    >
      {shown.map(({ id, text, isError, undo }) => (
        <div
          key={id}
          className={classes(
            'flex items-start gap-2 rounded-md border bg-panel px-3 py-2 text-sm shadow-lg',
            isError ? 'border-danger/50 text-danger' : 'border-line',
          )}
        >
          <p className="min-w-0 flex-1 break-words">{text}</p>
          {undo !== undefined && (
            <button
              type="button"
              className="rounded border border-line px-2 py-0.5 font-medium hover:bg-raised"
              onClick={() => {
                dismiss(id);
                undo();
              }}
            >
              Undo
            </button>
          )}
          <IconButton label="Dismiss" className="-my-1" onClick={() => dismiss(id)}>
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
      ))}
    </div>
  );
};
