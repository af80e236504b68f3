import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog, DialogFoot } from './dialog.tsx';
import { ErrorNote } from './feedback.tsx';

type ConfirmProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** The verb on the button. */
  verb: string;
  onConfirm: () => void;
  isPending: boolean;
  error: unknown;
};

/** Asks before something is destroyed, and says what. */
export const Confirm = ({
  open,
  onOpenChange,
  title,
  children,
  verb,
  onConfirm,
  isPending,
  error,
}: ConfirmProps) => (
  <Dialog open={open} onOpenChange={onOpenChange} title={title}>
    <div className="flex flex-col gap-3 text-sm">{children}</div>
    <div className="mt-3 empty:hidden">
      <ErrorNote error={error} />
    </div>
    <DialogFoot>
      <Button onClick={() => onOpenChange(false)}>Keep</Button>
      <Button look="danger" disabled={isPending} onClick={onConfirm}>
        {verb}
      </Button>
    </DialogFoot>
  </Dialog>
);
