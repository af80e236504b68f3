import type { FieldChange, JsonValue } from '@carillon/core';
import type { Context } from '../../context.ts';
import { type DeploymentEvent, recordDeploymentEvents } from '../events/record-events.ts';
import { applyDifferences } from './apply-differences.ts';
import type { CurrentDeployment } from './current-deployment.ts';
import { type Differences, differs } from './differences.ts';
import { schedulesInWords } from './schedule-words.ts';

/** Makes a locked deployment what it is to be, and records what that changed. Answers the ids of the schedules that it added. */
export const changeDeployment = async (
  context: Context,
  current: CurrentDeployment,
  differences: Differences,
): Promise<string[]> => {
  const added = await applyDifferences(context, current, differences);
  if (differs(differences)) await recordDeploymentEvents(context, eventsOf(current, differences));
  return added;
};

/** One for each kind of change: members and limit, schedules, the pause. */
const eventsOf = (current: CurrentDeployment, differences: Differences): DeploymentEvent[] => {
  const { id: deploymentId } = current;
  const { paused } = differences.values;
  const fields = fieldChanges(current, differences);
  const schedules = schedulesInWords(differences.schedules);
  const events: DeploymentEvent[] = [];
  if (fields.length > 0) events.push({ deploymentId, kind: 'deployment.updated', changes: fields });
  if (Object.values(schedules).some((list) => list.length > 0))
    events.push({ deploymentId, kind: 'deployment.schedules', changes: schedules });
  if (paused === true) events.push({ deploymentId, kind: 'deployment.paused', reason: null });
  if (paused === false) events.push({ deploymentId, kind: 'deployment.resumed' });
  return events;
};

const longMax = 10_000;

const changeOf = (field: string, from: JsonValue, to: JsonValue): FieldChange =>
  JSON.stringify([from, to]).length > longMax ? { field } : { field, from, to };

const fieldChanges = (
  { values: before, limit }: CurrentDeployment,
  { values, limit: plan }: Differences,
): FieldChange[] => {
  const { paused: _, ...members } = values;
  const changes = Object.entries(members).map(([member, to]) =>
    changeOf(member, Reflect.get(before, member), to),
  );
  if (plan.kind === 'keep') return changes;
  const linked = plan.kind === 'share' || (plan.kind === 'none' && limit?.owned === false);
  return [
    ...changes,
    linked
      ? changeOf('globalConcurrencyLimitId', limit?.id ?? null, plan.kind === 'share' ? plan.id : null)
      : changeOf('concurrencyLimit', limit?.size ?? null, plan.kind === 'own' ? plan.size : null),
  ];
};
