import { type ResourceEventCreate, resourceEventCreate, type TaskEvent, taskEvent } from '@carillon/core';
import type { Logger } from '@carillon/process';
import type { ReceivedEvent } from '../features/recorder/receive-events.ts';
import { InvalidRequest, readWire } from './body.ts';

type Reading = { now: Date; log: Logger };

/** An event as a client told it. Throws InvalidRequest. */
export const readEvent = (sent: unknown, reading: Reading): ReceivedEvent =>
  receivedEvent(readWire(resourceEventCreate, sent, reading), reading);

/** With what it tells of a task run. */
export const receivedEvent = (event: ResourceEventCreate, { now, log }: Reading): ReceivedEvent => {
  try {
    return { event, taskEvent: tellsOfTask(event) ? readTaskEvent(event, now) : null };
  } catch (error) {
    if (!(error instanceof InvalidRequest)) throw error;
    log.warn(
      { id: event.id, issues: error.issues },
      'a task run is not as it should be told of; only the event is kept',
    );
    return { event, taskEvent: null };
  }
};

/** Task runs whose states the server decides are not told of by events. */
const tellsOfTask = ({ event, resource }: ResourceEventCreate): boolean =>
  event.startsWith('prefect.task-run') && resource['prefect.orchestration'] === 'client';

const idAfter = (prefix: string, id: string | undefined): string | null =>
  id?.startsWith(prefix) === true ? id.slice(prefix.length) : null;

const readTaskEvent = (
  { id, occurred, resource, related, payload }: ResourceEventCreate,
  now: Date,
): TaskEvent => {
  const flowRun = related.find((one) => one['prefect.resource.role'] === 'flow-run');
  const wire = {
    id,
    occurred,
    task_run_id: idAfter('prefect.task-run.', resource['prefect.resource.id']),
    flow_run_id:
      flowRun === undefined ? null : flowRun['prefect.resource.id']?.replace(/^prefect\.flow-run\./, ''),
    state: payload.validated_state,
    run: payload.task_run ?? {},
  };
  return readWire(taskEvent, wire, { now });
};
