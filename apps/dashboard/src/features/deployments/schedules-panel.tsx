import type { Deployment, DeploymentOverview, DeploymentSchedule } from '@carillon/core';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useChange } from '../../client/use-change.ts';
import { Tag } from '../../components/badge.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { Confirm } from '../../components/confirm.tsx';
import { Empty, ErrorNote } from '../../components/feedback.tsx';
import { When } from '../../components/moment.tsx';
import { Panel } from '../../components/panel.tsx';
import { Switch } from '../../components/switch.tsx';
import { counted } from '../../format/counted.ts';
import { instantInWords } from '../../format/time.ts';
import { ScheduleWords } from './schedule-words.tsx';

const ScheduleDialog = lazy(() => import('./schedule-dialog.tsx'));

const touches = ['deployments', 'flowRuns'];

const ActiveSwitch = ({ deploymentId, schedule }: { deploymentId: string; schedule: DeploymentSchedule }) => {
  const update = useChange('deployments.schedules.update', { touches });
  const shown = update.isPending ? (update.variables.active ?? schedule.active) : schedule.active;
  return (
    <Switch
      label={`Schedule ${schedule.slug ?? ''} is ${shown ? 'on' : 'off'}`}
      checked={shown}
      onCheckedChange={(active) => update.mutate({ deploymentId, scheduleId: schedule.id, active })}
    />
  );
};

const DeleteSchedule = ({
  deploymentId,
  schedule,
  onClose,
}: {
  deploymentId: string;
  schedule: DeploymentSchedule;
  onClose: () => void;
}) => {
  const remove = useChange('deployments.schedules.delete', {
    touches,
    quiet: true,
    said: () => 'The schedule is gone.',
    onDone: onClose,
  });
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title="Delete the schedule?"
      verb="Delete"
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ deploymentId, scheduleId: schedule.id })}
    >
      <p>
        <ScheduleWords schedule={schedule.schedule} />
      </p>
      <p>The runs that it has planned and that nobody has begun go with it. Runs that began stay.</p>
    </Confirm>
  );
};

type RowProps = {
  deploymentId: string;
  schedule: DeploymentSchedule;
  nextStart: Date | null;
  isPaused: boolean;
  onEdit: () => void;
  onDelete: () => void;
};

const inBothZones = (at: Date, timeZone: string): string => {
  const [there, here] = [instantInWords(at, { timeZone }), instantInWords(at)];
  return there === here ? here : `${there}, here ${here}`;
};

/** The next start in the schedule's own zone, beside that of whoever looks. */
const NextStart = ({ schedule, nextStart }: Pick<RowProps, 'schedule' | 'nextStart'>) => (
  <span>
    next <When at={nextStart} />
    {nextStart !== null && (
      <span className="text-soft"> ({inBothZones(nextStart, schedule.schedule.timezone ?? 'UTC')})</span>
    )}
  </span>
);

const ScheduleRow = ({ deploymentId, schedule, nextStart, isPaused, onEdit, onDelete }: RowProps) => (
  <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-0">
    <ActiveSwitch deploymentId={deploymentId} schedule={schedule} />
    <div className="min-w-0 flex-1 basis-60">
      <p className="flex flex-wrap items-center gap-2 font-medium">
        <ScheduleWords schedule={schedule.schedule} />
        {schedule.slug !== null && <Tag>{schedule.slug}</Tag>}
      </p>
      <p className="mt-0.5 text-xs">
        {!schedule.active ? (
          <span className="text-soft">switched off</span>
        ) : isPaused ? (
          <span className="text-soft">makes no runs while the deployment is paused</span>
        ) : schedule.error !== null ? null : (
          <NextStart schedule={schedule} nextStart={nextStart} />
        )}
      </p>
      {Object.keys(schedule.parameters).length > 0 && (
        <code className="mt-1 block truncate font-mono text-xs text-soft">
          {JSON.stringify(schedule.parameters)}
        </code>
      )}
      {schedule.error !== null && (
        <div className="mt-1">
          <ErrorNote error={`It cannot be planned: ${schedule.error}`} />
        </div>
      )}
      {schedule.missed !== null && (
        <p className="mt-1 text-xs text-late">
          {counted(schedule.missed.count, 'start')} passed while no server was there, from{' '}
          {instantInWords(schedule.missed.from)} to {instantInWords(schedule.missed.until)}; a backfill makes
          them.
        </p>
      )}
    </div>
    <span className="flex">
      <IconButton label={`Change schedule ${schedule.slug ?? ''}`} onClick={onEdit}>
        <Pencil aria-hidden className="size-4" />
      </IconButton>
      <IconButton label={`Delete schedule ${schedule.slug ?? ''}`} onClick={onDelete}>
        <Trash2 aria-hidden className="size-4" />
      </IconButton>
    </span>
  </li>
);

type Shown =
  | { kind: 'edit'; schedule: DeploymentSchedule | null }
  | { kind: 'delete'; schedule: DeploymentSchedule };

export const SchedulesPanel = ({
  deployment,
  overview,
}: {
  deployment: Deployment;
  overview: DeploymentOverview | undefined;
}) => {
  const [shown, setShown] = useState<Shown | null>(null);
  const starts = new Map(overview?.schedules.map(({ id, nextStart }) => [id, nextStart]));
  const close = (): void => setShown(null);
  return (
    <Panel
      flush
      title="Schedules"
      aside={
        <Button onClick={() => setShown({ kind: 'edit', schedule: null })}>
          <Plus aria-hidden className="size-4" />
          New schedule
        </Button>
      }
    >
      {deployment.schedules.length === 0 ? (
        <Empty title="It has no schedule">
          It runs when somebody asks. A schedule makes its runs by itself: cron, an interval, or a recurrence
          rule.
        </Empty>
      ) : (
        <ul>
          {deployment.schedules.map((schedule) => (
            <ScheduleRow
              key={schedule.id}
              deploymentId={deployment.id}
              schedule={schedule}
              nextStart={starts.get(schedule.id) ?? null}
              isPaused={deployment.paused}
              onEdit={() => setShown({ kind: 'edit', schedule })}
              onDelete={() => setShown({ kind: 'delete', schedule })}
            />
          ))}
        </ul>
      )}
      <Suspense>
        {shown?.kind === 'edit' && (
          <ScheduleDialog deploymentId={deployment.id} existing={shown.schedule} onClose={close} />
        )}
      </Suspense>
      {shown?.kind === 'delete' && (
        <DeleteSchedule deploymentId={deployment.id} schedule={shown.schedule} onClose={close} />
      )}
    </Panel>
  );
};
