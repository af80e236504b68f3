import type { StateType } from '@carillon/core';
import {
  Ban,
  CalendarClock,
  Check,
  CircleDashed,
  ClockAlert,
  Hand,
  type LucideIcon,
  Pause,
  Play,
  X,
  Zap,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { type Tone, toneOf, toneText } from './state-tone.ts';

/** A sign beside each colour, for those who do not tell colours apart. */
const signs: Record<Tone, LucideIcon> = {
  scheduled: CalendarClock,
  late: ClockAlert,
  pending: CircleDashed,
  running: Play,
  paused: Pause,
  cancelling: Hand,
  completed: Check,
  failed: X,
  crashed: Zap,
  cancelled: Ban,
};

export const Badge = ({
  tone,
  icon: Icon,
  children,
}: {
  tone: Tone;
  icon?: LucideIcon;
  children: ReactNode;
}) => (
  <span
    className={classes(
      'inline-flex items-center gap-1 rounded-full border border-current/30 px-2 py-0.5 text-xs font-medium whitespace-nowrap',
      toneText[tone],
    )}
  >
    {Icon !== undefined && <Icon aria-hidden className="size-3" />}
    {children}
  </span>
);

export const StateBadge = ({ type, name }: { type: StateType | null; name: string | null }) => {
  const tone = toneOf(type, name);
  return (
    <Badge tone={tone} icon={signs[tone]}>
      {name ?? 'No state'}
    </Badge>
  );
};

export const Tag = ({ children }: { children: ReactNode }) => (
  <span className="inline-flex max-w-40 truncate rounded border border-line bg-raised px-1.5 text-xs text-soft">
    {children}
  </span>
);
