import { type DeploymentSort, deploymentSort } from '@carillon/core';
import type { Input } from '../../client/query.ts';

export type DeploymentSearch = {
  q?: string | undefined;
  tag?: string | undefined;
  paused?: string | undefined;
  sort?: string | undefined;
};

export const sortChoices: readonly { value: DeploymentSort; label: string }[] = [
  { value: 'NAME_ASC', label: 'Name, A to Z' },
  { value: 'NAME_DESC', label: 'Name, Z to A' },
  { value: 'CREATED_DESC', label: 'Newest first' },
  { value: 'UPDATED_DESC', label: 'Changed last first' },
];

/** What an address says, as the server is asked. A name may be given as people say it: `flow/deployment`. */
export const askedOf = ({
  q = '',
  tag,
  paused,
  sort,
}: DeploymentSearch): Input<'deployments.overviewPage'> => {
  const [flow, name] = q.includes('/') ? q.split('/', 2).map((part) => part.trim()) : [];
  return {
    ...(flow !== undefined && flow !== '' && { flows: { name: { like: flow } } }),
    deployments: {
      ...(flow === undefined ? { flowOrDeploymentName: { like: q.trim() } } : { name: { like: name ?? '' } }),
      ...(tag !== undefined && { tags: { all: [tag] } }),
      ...(paused !== undefined && { paused: { eq: paused === 'yes' } }),
    },
    sort: deploymentSort.catch('NAME_ASC').parse(sort),
  };
};
