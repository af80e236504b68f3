import { z } from 'zod';
import { HttpRefusal } from '../errors.ts';
import { type AnyRoute, reads, writes } from '../route.ts';
import { workerTypes } from './worker-types.ts';

/** The versions that this face speaks as: a client goes by the first number of the one, and by the other for its protocol. */
const serverVersion = '3.9.1';
const protocolVersion = '0.8.4';

const anything = z.unknown();

/** Always the same answer. */
const fixed = (path: string, summary: string, value: unknown): AnyRoute =>
  reads({
    method: 'get',
    path,
    summary,
    answer: anything,
    statuses: [200],
    handle: async () => ({ status: 200, value }),
  });

/** A kind of thing that Prefect has and Carillon has not: there are none. */
const none = (path: string, summary: string): AnyRoute =>
  reads({
    method: 'post',
    path,
    summary,
    body: z.object({}),
    embedded: true,
    answer: z.array(anything),
    statuses: [200],
    handle: async () => ({ status: 200, value: [] }),
  });

const refuses = (path: string, summary: string, refusal: () => HttpRefusal): AnyRoute =>
  reads({
    method: 'get',
    path,
    summary,
    answer: anything,
    statuses: [200],
    handle: () => Promise.reject(refusal()),
  });

/** What a client asks of a server before and beside its work. */
export const serverRoutes: readonly AnyRoute[] = [
  fixed('/health', 'Whether the server answers', true),
  fixed('/ready', 'Whether the server can work', { message: 'OK' }),
  fixed('/hello', 'A greeting', '👋'),
  fixed('/version', 'The version of the protocol', protocolVersion),
  fixed('/admin/version', "The version of Prefect's server that this face speaks as", serverVersion),
  fixed('/admin/settings', 'What clients ask of the settings', {
    server: { analytics_enabled: false, ui: { show_promotional_content: false } },
  }),
  fixed('/admin/storage', 'Where results are kept by default', { default_result_storage_block_id: null }),
  refuses(
    '/csrf-token',
    'There are no CSRF tokens',
    () => new HttpRefusal(422, 'CSRF protection is disabled.'),
  ),
  fixed('/automations/related-to/{resource}', 'The automations of a resource', []),
  writes({
    method: 'delete',
    path: '/automations/owned-by/{resource}',
    summary: 'Delete the automations that a resource owns: there are none',
    answer: null,
    statuses: [202],
    handle: async () => ({ status: 202, value: null }),
  }),
  none('/automations/filter', 'List automations'),
  none('/artifacts/filter', 'List artifacts'),
  none('/artifacts/latest/filter', 'List the latest artifacts of each key'),
  none('/block_types/filter', 'List block types'),
  none('/block_schemas/filter', 'List block schemas'),
  none('/block_documents/filter', 'List block documents'),
  none('/task_workers/filter', 'List task workers'),
  none('/saved_searches/filter', 'List saved searches'),
  ...['/automations/count', '/artifacts/count', '/artifacts/latest/count', '/block_documents/count'].map(
    (path): AnyRoute => ({
      ...none(path, 'Count them: there are none'),
      answer: z.int(),
      handle: async () => ({ status: 200, value: 0 }),
    }),
  ),
  fixed('/block_capabilities', 'The capabilities of blocks', []),
  refuses(
    '/block_types/slug/{slug}',
    'Read a block type',
    () => new HttpRefusal(404, 'Block type not found'),
  ),
  refuses(
    '/block_documents/{id}',
    'Read a block document',
    () => new HttpRefusal(404, 'Block document not found'),
  ),
  reads({
    method: 'get',
    path: '/collections/views/{view}',
    summary: 'The types of workers, each with its base job template',
    answer: anything,
    statuses: [200],
    handle: async (_, { params }) => {
      if (params.view === 'aggregate-worker-metadata') return { status: 200, value: workerTypes };
      throw new HttpRefusal(404, `There is no view ${params.view}.`);
    },
  }),
];
