import type { Deployment, DeploymentOverview } from '@carillon/core';
import { Link } from '@tanstack/react-router';
import { Tag } from '../../components/badge.tsx';
import { Facts } from '../../components/facts.tsx';
import { Moment, When } from '../../components/moment.tsx';
import { Panel } from '../../components/panel.tsx';
import { spanInWords } from '../../format/time.ts';

const limitInWords = (limit: NonNullable<DeploymentOverview['limit']>): string =>
  `${limit.activeSlots} of ${limit.limit} taken${limit.own ? '' : ` of "${limit.name}", which others share`}; ` +
  (limit.collisionStrategy === 'ENQUEUE' ? 'further runs wait' : 'further runs are cancelled');

const policyInWords = ({ runPolicy }: Deployment): string | null => {
  const { retries, retryDelay, queueTimeout } = runPolicy;
  const words = [
    ...(retries ? [`${retries} retries after ${spanInWords(retryDelay ?? 0)}`] : []),
    ...(queueTimeout === null ? [] : [`fails when nobody begins it within ${spanInWords(queueTimeout)}`]),
  ];
  return words.length === 0 ? null : words.join('; ');
};

const Runner = ({ deployment }: { deployment: Deployment }) =>
  deployment.lastPolled === null ? (
    <>none has asked for it yet</>
  ) : (
    <>
      {deployment.status === 'READY' ? '' : 'none; the last one '}asked for it{' '}
      <When at={deployment.lastPolled} />
    </>
  );

export const AboutPanel = ({
  deployment,
  overview,
}: {
  deployment: Deployment;
  overview: DeploymentOverview | undefined;
}) => (
  <Panel title="About">
    <Facts
      facts={[
        ['Description', deployment.description],
        [
          'Work pool',
          deployment.workPoolName === null ? null : (
            <>
              <Link
                to="/work-pools/$name"
                params={{ name: deployment.workPoolName }}
                className="text-accent hover:underline"
              >
                {deployment.workPoolName}
              </Link>
              {deployment.workQueueName !== null && ` / ${deployment.workQueueName}`}
            </>
          ),
        ],
        ['Runner', <Runner key="runner" deployment={deployment} />],
        ['Limit', overview?.limit ? limitInWords(overview.limit) : null],
        ['Retries', policyInWords(deployment)],
        [
          'Tags',
          deployment.tags.length === 0 ? null : (
            <span key="tags" className="flex flex-wrap gap-1">
              {deployment.tags.map((tag) => (
                <Tag key={tag}>{tag}</Tag>
              ))}
            </span>
          ),
        ],
        ['Version', deployment.version],
        ['Entrypoint', deployment.entrypoint],
        ['Made', <Moment key="created" at={deployment.created} />],
        ['Changed', <Moment key="updated" at={deployment.updated} />],
        ['Changed by', deployment.updatedBy?.displayValue],
      ]}
    />
  </Panel>
);
