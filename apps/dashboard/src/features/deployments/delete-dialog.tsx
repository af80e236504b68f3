import type { Deployment, DeploymentDeletePreview } from '@carillon/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { query } from '../../client/query.ts';
import { useChange } from '../../client/use-change.ts';
import { Confirm } from '../../components/confirm.tsx';
import { ErrorNote, Waiting } from '../../components/feedback.tsx';
import { counted } from '../../format/counted.ts';

const some = (count: number, noun: string, about: string): string[] =>
  count === 0 ? [] : [`${counted(count, noun)} ${about}`];

const whatGoes = ({ schedules, goes, limit }: DeploymentDeletePreview): string[] => [
  ...some(schedules.length, 'schedule', `(${schedules.join(', ')})`),
  ...some(goes.planned, 'planned run', 'whose start lies ahead'),
  ...some(goes.due, 'due run', 'that nobody has begun'),
  ...(limit?.goes ? [`its own concurrency limit of ${limit.limit}`] : []),
];
const whatStays = ({ stays, limit }: DeploymentDeletePreview): string[] => [
  ...some(stays.live, 'run', 'at work: it ends as it would'),
  ...some(stays.paused, 'paused run', ''),
  ...some(stays.waiting, 'run', 'that waits for another attempt or for a slot'),
  ...(limit !== null && !limit.goes ? [`the shared limit ${limit.name}`] : []),
  'all runs that have ended, with their logs',
];

const List = ({ title, lines }: { title: string; lines: readonly string[] }) => (
  <div>
    <p className="font-medium">{title}</p>
    <ul className="ml-5 list-disc">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  </div>
);

/** Says what goes and what stays, as the server counts it at this moment, before anything is deleted. */
export default function DeleteDialog({
  deployment,
  onClose,
}: {
  deployment: Deployment;
  onClose: () => void;
}) {
  const navigate = useNavigate();
  const preview = useQuery({ ...query('deployments.deletePreview', { id: deployment.id }), staleTime: 0 });
  const name = `${deployment.flowName}/${deployment.name}`;
  const remove = useChange('deployments.delete', {
    touches: ['deployments.overview', 'deployments.overviewPage', 'flowRuns'],
    quiet: true,
    said: () => `${name} is gone.`,
    onDone: () => {
      onClose();
      void navigate({ to: '/deployments' });
    },
  });
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${name}?`}
      verb="Delete"
      isPending={remove.isPending || preview.data === undefined}
      error={remove.error}
      onConfirm={() => remove.mutate({ id: deployment.id })}
    >
      <ErrorNote error={preview.error} />
      {preview.data === undefined ? (
        preview.error === null && <Waiting what="Counting" />
      ) : (
        <>
          <List title="This goes:" lines={['the deployment', ...whatGoes(preview.data)]} />
          <List title="This stays:" lines={whatStays(preview.data)} />
          <p className="text-soft">It cannot be taken back; deploying it again makes a new one.</p>
        </>
      )}
    </Confirm>
  );
}
