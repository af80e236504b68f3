import { sameJson } from './canonical-json.ts';
import type { CurrentDeployment } from './current-deployment.ts';
import type { DeploymentValues } from './deployment-values.ts';
import { type LimitPlan, type LimitWish, planLimit } from './plan-limit.ts';
import type { SchedulePlan } from './schedule-plan.ts';

/** What a request says of a deployment; what it does not name is undefined, or stays out of the plan. */
export type Stated = {
  values: { [Member in keyof DeploymentValues]?: DeploymentValues[Member] | undefined };
  limit: LimitWish;
  schedules: SchedulePlan;
};

/** What has to change. */
export type Differences = {
  values: Partial<DeploymentValues>;
  limit: LimitPlan;
  schedules: SchedulePlan;
};

/** What is stated and is not so yet. */
export const differencesOf = (
  current: Pick<CurrentDeployment, 'values' | 'limit'>,
  { values, limit, schedules }: Stated,
): Differences => ({
  values: Object.fromEntries(
    Object.entries(values).filter(
      ([member, value]) => value !== undefined && !sameJson(value, Reflect.get(current.values, member)),
    ),
  ),
  limit: planLimit(current.limit, limit),
  schedules,
});

export const differs = ({ values, limit, schedules }: Differences): boolean =>
  Object.keys(values).length > 0 ||
  limit.kind !== 'keep' ||
  Object.values(schedules).some((list) => list.length > 0);
