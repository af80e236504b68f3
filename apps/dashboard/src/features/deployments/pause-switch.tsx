import { useChange } from '../../client/use-change.ts';
import { Switch } from '../../components/switch.tsx';

const touches = ['deployments', 'flowRuns'];

/** Pauses and resumes at once; what was done can be undone. */
export const PauseSwitch = ({ id, name, paused }: { id: string; name: string; paused: boolean }) => {
  const resume = useChange('deployments.resume', {
    touches,
    said: () => `${name} goes on.`,
    undo: () => pause.mutate({ id }),
  });
  const pause = useChange('deployments.pause', {
    touches,
    said: () => `${name} is paused: its schedules make no runs.`,
    undo: () => resume.mutate({ id }),
  });
  const shown = pause.isPending ? true : resume.isPending ? false : paused;
  return (
    <Switch
      label={`${name} is ${shown ? 'paused' : 'active'}`}
      checked={!shown}
      onCheckedChange={(active) => (active ? resume : pause).mutate({ id })}
    />
  );
};
