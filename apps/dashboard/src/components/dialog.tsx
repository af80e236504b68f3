import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { classes } from './classes.ts';

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  about?: ReactNode;
  children: ReactNode;
  wide?: boolean;
};

/** A window over the page; Escape closes it, and the focus goes back to where it was. */
export const Dialog = ({ open, onOpenChange, title, about, children, wide = false }: DialogProps) => (
  <Base.Root open={open} onOpenChange={onOpenChange}>
    <Base.Portal>
      <Base.Backdrop className="fixed inset-0 z-40 bg-black/50" />
      <Base.Popup
        className={classes(
          'fixed top-1/2 left-1/2 z-50 flex max-h-[92dvh] w-[min(96vw,34rem)] -translate-x-1/2 -translate-y-1/2 flex-col',
          'rounded-lg border border-line bg-panel shadow-xl outline-none',
          wide && 'w-[min(96vw,60rem)]',
        )}
      >
        <header className="flex items-start justify-between gap-4 border-b border-line px-4 py-3">
          <div className="min-w-0">
            <Base.Title className="text-base font-semibold break-words">{title}</Base.Title>
            {about !== undefined && (
              <Base.Description className="mt-0.5 text-sm text-soft">{about}</Base.Description>
            )}
          </div>
          <Base.Close render={<IconButton label="Close" />}>
            <X aria-hidden className="size-4" />
          </Base.Close>
        </header>
        <div className="overflow-y-auto p-4">{children}</div>
      </Base.Popup>
    </Base.Portal>
  </Base.Root>
);

/** What stands at the foot of a dialog. */
export const DialogFoot = ({ children }: { children: ReactNode }) => (
  <div className="mt-4 flex flex-wrap items-center justify-end gap-2">{children}</div>
);
