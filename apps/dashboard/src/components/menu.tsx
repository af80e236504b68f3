import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { classes } from './classes.ts';

export const Menu = ({ trigger, children }: { trigger: ReactElement; children: ReactNode }) => (
  <Base.Root>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner align="end" sideOffset={4} className="z-50">
        <Base.Popup className="min-w-44 rounded-md border border-line bg-panel p-1 shadow-lg outline-none">
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);

type MenuItemProps = { onClick: () => void; disabled?: boolean; danger?: boolean; children: ReactNode };

export const MenuItem = ({ onClick, disabled = false, danger = false, children }: MenuItemProps) => (
  <Base.Item
    onClick={onClick}
    disabled={disabled}
    className={classes(
      'flex cursor-pointer items-center gap-2 rounded px-2 py-1.5 text-sm outline-none',
      'data-highlighted:bg-raised data-disabled:cursor-not-allowed data-disabled:opacity-60',
      danger && 'text-danger',
    )}
  >
    {children}
  </Base.Item>
);
