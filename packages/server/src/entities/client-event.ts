import type { JsonObject, Resource } from '@carillon/core';
import { defineEntity, p } from '@mikro-orm/core';
import { instant, preciseInstant, strings, transactionId } from './columns.ts';

/** Events that clients told of; their ids are the clients' own, so that a repeat is known. Append-only, kept for a while. */
export const ClientEvent = defineEntity({
  name: 'ClientEvent',
  tableName: 'client_event',
  properties: {
    id: p.uuid().primary(),
    /** By the client's clock. */
    occurred: preciseInstant(),
    received: instant(),
    event: p.text(),
    resource: p.json<Resource>(),
    related: p.json<Resource[]>(),
    payload: p.json<JsonObject>(),
    follows: p.uuid().nullable(),
    /** The ids of the resource and of the related ones. */
    resourceIds: strings(),
    transactionId: transactionId(),
  },
  indexes: [
    { name: 'client_event_occurred_index', properties: ['occurred', 'id'] },
    { name: 'client_event_transaction_index', properties: ['transactionId'] },
    { name: 'client_event_resources_index', properties: ['resourceIds'], type: 'gin' },
  ],
});
