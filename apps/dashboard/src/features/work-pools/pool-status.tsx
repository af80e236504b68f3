import type { WorkPool, WorkQueue } from '@carillon/core';
import { CirclePause, PlugZap, Unplug } from 'lucide-react';
import { Badge } from '../../components/badge.tsx';

/** Whether somebody works for it. */
export const PoolStatus = ({ status }: { status: WorkPool['status'] | WorkQueue['status'] }) => {
  switch (status) {
    case 'PAUSED':
      return (
        <Badge tone="paused" icon={CirclePause}>
          Paused
        </Badge>
      );
    case 'READY':
      return (
        <Badge tone="completed" icon={PlugZap}>
          Ready
        </Badge>
      );
    case 'NOT_READY':
      return (
        <Badge tone="cancelled" icon={Unplug}>
          Nobody asks
        </Badge>
      );
    case null:
      return <span className="text-xs text-soft">not known</span>;
  }
};
