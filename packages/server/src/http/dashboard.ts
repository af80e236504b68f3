import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Context } from 'hono';
import { pagePolicy } from './page-policy.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
};

type Page = { body: Buffer<ArrayBuffer>; gzip: Buffer<ArrayBuffer> | null; headers: Record<string, string> };

export type Dashboard = {
  /** Answers a file of the folder, or the page for an address that a browser was sent to; null for anything else. */
  answer: (c: Context) => Response | null;
};

const pageOf = (folder: string, name: string): Page => {
  const body = readFileSync(path.join(folder, name));
  const type = types[path.extname(name)] ?? 'application/octet-stream';
  const isText = /^(text|application\/json|image\/svg)/.test(type);
  return {
    body,
    gzip: isText && body.length > 500 ? gzipSync(body) : null,
    headers: {
      'content-type': type,
      'content-security-policy': pagePolicy,
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      vary: 'accept-encoding',
      // The build names its assets by what they hold; whatever else there is may be another one tomorrow.
      'cache-control': name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  };
};

const isNavigation = (c: Context): boolean => (c.req.header('accept') ?? '').includes('text/html');
/** What the server answers by itself, and is never a page of the dashboard. */
const isOwnPath = (pathname: string): boolean =>
  /^\/(api|trpc|docs|health|ready|ui-settings)(\/|$)/.test(pathname);
const isFile = (pathname: string): boolean => /\.[a-z0-9]+$/i.test(pathname);

/** A built dashboard, read once. Throws, with words, for a folder that holds none. */
export const openDashboard = (folder: string): Dashboard => {
  const pages = new Map<string, Page>();
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const name = path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/');
      pages.set(`/${name}`, pageOf(folder, name));
    }
  } catch (cause) {
    throw new Error(`the dashboard's folder ${folder} cannot be read`, { cause });
  }
  const index = pages.get('/index.html');
  if (index === undefined) throw new Error(`${folder} holds no built dashboard: it has no index.html`);

  return {
    answer(c) {
      if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return null;
      const { pathname } = new URL(c.req.url);
      if (isOwnPath(pathname)) return null;
      const fallback = pathname === '/' || (isNavigation(c) && !isFile(pathname)) ? index : undefined;
      const page = pages.get(pathname) ?? fallback;
      if (page === undefined) return null;
      if (c.req.header('if-none-match') === page.headers.etag) return c.body(null, 304, page.headers);
      const zipped = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '') ? page.gzip : null;
      if (zipped === null) return c.body(page.body, 200, page.headers);
      return c.body(zipped, 200, { ...page.headers, 'content-encoding': 'gzip' });
    },
  };
};
