import { abort } from '../rule.ts';
import type { TaskRule } from '../task-run.ts';

export const takeTagSlots: TaskRule = {
  name: 'take-tag-slots',
  says: 'A task whose tags have limits runs once there is a slot of each, and waits before; a running task holds its slots already.',
  from: 'any',
  to: ['RUNNING'],
  decide: ({ run, facts: { tagLimits } }) => {
    if (run.state?.type === 'RUNNING') return null;
    switch (tagLimits.limit) {
      case 'none':
      case 'free':
        return null;
      case 'zero':
        return abort(
          `The concurrency limit on tag "${tagLimits.tag}" is 0 and will deadlock if the task tries to run again.`,
        );
      case 'full':
        return {
          kind: 'wait',
          reason: `Concurrency limit reached for tags: ${tagLimits.tags.join(', ')}`,
          delaySeconds: tagLimits.delaySeconds,
        };
    }
  },
};
