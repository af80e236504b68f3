import type { DeploymentOverview } from '@carillon/core';
import { Link } from '@tanstack/react-router';
import { Badge, Tag } from '../../components/badge.tsx';
import { When } from '../../components/moment.tsx';
import type { Column } from '../../components/virtual-table.tsx';
import { RunStrip } from '../run-strip.tsx';
import { PauseSwitch } from './pause-switch.tsx';
import { ScheduleWords } from './schedule-words.tsx';
import { StatusBadge } from './status-badge.tsx';

const fullName = ({ flowName, name }: DeploymentOverview): string => `${flowName}/${name}`;

const Name = (row: DeploymentOverview) => (
  <div className="min-w-0">
    <Link
      to="/deployments/$id"
      params={{ id: row.id }}
      className="block truncate font-medium hover:underline"
      title={fullName(row)}
    >
      <span className="text-soft">{row.flowName}/</span>
      {row.name}
    </Link>
    {row.tags.length > 0 && (
      <div className="flex gap-1 overflow-hidden">
        {row.tags.slice(0, 4).map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
      </div>
    )}
  </div>
);

const Schedules = ({ schedules }: DeploymentOverview) => {
  const active = schedules.filter((schedule) => schedule.active);
  const [first, ...more] = active;
  if (first === undefined)
    return (
      <span className="text-xs text-soft">
        {schedules.length === 0 ? 'no schedule' : `${schedules.length} switched off`}
      </span>
    );
  return (
    <div className="line-clamp-2 text-sm leading-tight">
      <ScheduleWords schedule={first.schedule} />
      {more.length > 0 && <span className="text-xs text-soft"> and {more.length} more</span>}
    </div>
  );
};

const Status = (row: DeploymentOverview) => (
  <div className="flex flex-wrap gap-1">
    <StatusBadge {...row} />
    {row.live > 0 && <Badge tone="running">{row.live} running</Badge>}
    {row.late > 0 && <Badge tone="late">{row.late} late</Badge>}
    {row.schedules.some(({ error }) => error !== null) && <Badge tone="failed">Schedule error</Badge>}
  </div>
);

export const deploymentColumns: readonly Column<DeploymentOverview>[] = [
  { id: 'name', head: 'Deployment', cell: Name },
  {
    id: 'active',
    head: 'Active',
    width: '4.5rem',
    className: 'max-md:justify-self-end',
    cell: (row) => <PauseSwitch id={row.id} name={fullName(row)} paused={row.paused} />,
  },
  { id: 'status', head: 'Status', width: '10rem', cell: Status },
  {
    id: 'next',
    head: 'Next start',
    width: '8rem',
    className: 'max-md:justify-self-end',
    cell: (row) =>
      row.paused ? <span className="text-xs text-soft">when resumed</span> : <When at={row.nextStart} />,
  },
  { id: 'schedules', head: 'Schedules', width: '26%', cell: Schedules, from: 'tablet' },
  {
    id: 'runs',
    head: 'Last runs',
    width: '11.5rem',
    cell: ({ runs }) => (
      <div>
        <RunStrip runs={runs} />
        {runs[0] !== undefined && (
          <span className="text-xs text-soft">
            last <When at={runs[0].start} />
          </span>
        )}
      </div>
    ),
    className: 'max-md:col-span-2',
  },
];
