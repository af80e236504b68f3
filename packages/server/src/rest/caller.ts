import type { Actor } from '@carillon/core';
import type { Context as HonoContext } from 'hono';
import { HttpRefusal } from './errors.ts';

/** Clients older than this spoke another language. */
const oldestVersion = [0, 8, 0] as const;

const checkVersion = (header: string | undefined): void => {
  if (header === undefined) return;
  const parts = /^(\d+)\.(\d+)\.(\d+)$/.exec(header)?.slice(1).map(Number);
  if (parts === undefined)
    throw new HttpRefusal(
      400,
      `Invalid X-PREFECT-API-VERSION header format. Expected header in format 'x.y.z' but received ${header}`,
    );
  const differing = parts.findIndex((part, index) => part !== oldestVersion[index]);
  if (differing >= 0 && (parts[differing] ?? 0) < (oldestVersion[differing] ?? 0))
    throw new HttpRefusal(
      400,
      `The request specified API version ${header} but this server requires version ${oldestVersion.join('.')} or higher.`,
    );
};

const decoded = (base64: string | undefined): string | null =>
  base64 === undefined ? null : Buffer.from(base64, 'base64').toString('utf8').slice(0, 200);

/** Who calls, by the headers that Prefect's automations and ours send. Refuses versions of its protocol that are too old. */
export const callerOf = (c: HonoContext): { actor: Actor | null } => {
  checkVersion(c.req.header('x-prefect-api-version'));
  const automation = c.req.header('prefect-automation-id');
  if (automation !== undefined && /^[0-9a-f-]{36}$/i.test(automation)) {
    const name = decoded(c.req.header('prefect-automation-name'));
    return { actor: { id: automation.toLowerCase(), type: 'AUTOMATION', displayValue: name } };
  }
  const client = c.req.header('x-carillon-client');
  return {
    actor: client === undefined ? null : { id: null, type: 'CLIENT', displayValue: client.slice(0, 200) },
  };
};

/** Prefect's clients from 3.4.11 on renew the lease of their slot, and are told by their name and version. */
export const renewsSlot = (request: HonoContext['req']): boolean => {
  const match = /^prefect\/(\d+)\.(\d+)\.(\d+)/.exec(request.header('user-agent') ?? '');
  const [major = 0, minor = 0, patch = 0] = (match?.slice(1) ?? []).map(Number);
  return major > 3 || (major === 3 && (minor > 4 || (minor === 4 && patch >= 11)));
};
