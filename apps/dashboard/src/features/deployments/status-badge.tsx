import { CirclePause, PlugZap, Unplug } from 'lucide-react';
import { Badge } from '../../components/badge.tsx';

type Standing = { paused: boolean; status: 'READY' | 'NOT_READY' };

/** Whether its schedules make runs, and whether somebody asks for them. */
export const StatusBadge = ({ paused, status }: Standing) => {
  if (paused)
    return (
      <Badge tone="paused" icon={CirclePause}>
        Paused
      </Badge>
    );
  return status === 'READY' ? (
    <Badge tone="completed" icon={PlugZap}>
      Ready
    </Badge>
  ) : (
    <Badge tone="cancelled" icon={Unplug}>
      No runner
    </Badge>
  );
};
