/**
 * Queries on webhooks.
 *
 * @module
 */
import { lockUse } from '../../store/follower-use.ts';
import { trace } from '../../store/audit.ts';
import type { Origin } from '../../store/audit.ts';
import type { SealedPlace } from '../../store/sealing/place.ts';
import { change, insertForId, lockedRows, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query, Value } from '../../store/sql/sql.ts';
import { head } from './event-queries.ts';
import { restartLanes } from './lane-queries.ts';
import type { NewWebhook, WebhookPatch, WebhookRecord } from './records.ts';

interface WebhookRow {
  readonly id: number;
  readonly url: string;
  readonly events: string;
  readonly conversations: string;
  readonly no_direct: number;
  readonly batch: number;
  readonly description: string;
  readonly secret: string;
  readonly old_secret: string;
  readonly old_until: number;
  readonly created_by: number;
  readonly created_at: number;
  readonly since: number;
  readonly paused: number;
  readonly off_since: number;
  readonly failures: number;
  readonly failing_since: number;
  readonly failed_at: number;
  readonly succeeded_at: number;
  readonly rests_until: number;
  readonly rest_ms: number;
  readonly trouble: string;
}

const OF_A_WEBHOOK = {
  table: 'webhooks',
  type: 'text',
  key: 'id',
  boundTo: ['created_by', 'created_at'],
} as const;

/** Rotating moves a secret from one column to the other. */
export const SECRETS: SealedPlace = { ...OF_A_WEBHOOK, columns: ['secret', 'old_secret'] };

/** The path may hold a secret of the receiver. */
export const URLS: SealedPlace = { ...OF_A_WEBHOOK, columns: ['url'] };

const COLUMNS = `id, url, events, conversations, no_direct, batch, description, secret, old_secret, old_until, created_by,
  created_at, since, paused, off_since, failures, failing_since, failed_at, succeeded_at, rests_until, rest_ms, trouble`;

/** All of them, also those that are paused or off. */
export function* allWebhooks(): Query<readonly WebhookRecord[]> {
  return (yield* rows<WebhookRow>(`SELECT ${COLUMNS} FROM webhooks ORDER BY id`)).map(toRecord);
}

export function* webhookById(id: number): Query<WebhookRecord | undefined> {
  const found = yield* row<WebhookRow>(`SELECT ${COLUMNS} FROM webhooks WHERE id = ?`, id);
  return found && toRecord(found);
}

const NEW_WEBHOOK: Insert = {
  table: 'webhooks',
  columns: {
    url: 'text',
    events: 'text',
    conversations: 'text',
    no_direct: 'int',
    batch: 'int',
    description: 'text',
    secret: 'text',
    created_by: 'int',
    created_at: 'int',
    since: 'int',
  },
};

/** Undefined: there are `most` already. `receiver`: what the audit keeps of the URL. */
export function* addWebhook(
  webhook: NewWebhook,
  { most, receiver }: { readonly most: number; readonly receiver: string },
  origin: Origin,
): Query<WebhookRecord | undefined> {
  yield* lockUse('webhooks');
  // What comes from here on is for it.
  const since = yield* head('locked');
  const found = yield* row<{ readonly count: number }>('SELECT COUNT(*) AS count FROM webhooks');
  if ((found?.count ?? 0) >= most) return undefined;
  const { url, events, conversations, noDirect, batch, description, secret, createdBy, createdAt } = webhook;
  const id = yield* insertForId(
    NEW_WEBHOOK,
    url,
    JSON.stringify(events),
    JSON.stringify(conversations),
    noDirect ? 1 : 0,
    batch,
    description,
    secret,
    createdBy,
    createdAt,
    since,
  );
  yield* trace(origin, 0, { webhook: id, receiver, ...detailsOf(webhook) });
  return yield* webhookById(id);
}

const PATCH_COLUMNS: Readonly<Record<keyof WebhookPatch, string>> = {
  url: 'url',
  events: 'events',
  conversations: 'conversations',
  noDirect: 'no_direct',
  batch: 'batch',
  description: 'description',
  paused: 'paused',
};

/** Undefined: there is no such webhook. Whoever goes on is tried at once. `receiver`: of another URL, for the audit. */
export function* changeWebhook(
  id: number,
  { receiver, ...patch }: WebhookPatch & { readonly receiver?: string },
  origin: Origin,
): Query<WebhookRecord | undefined> {
  if (!(yield* isThere(id))) return undefined;
  const given = Object.entries(patch).filter(([, value]) => value !== undefined);
  for (const [field, value] of given) {
    const column = PATCH_COLUMNS[field as keyof WebhookPatch];
    yield* change(`UPDATE webhooks SET ${column} = ? WHERE id = ?`, stored(value), id);
  }
  if (patch.paused === false || patch.url !== undefined) {
    yield* change(
      `UPDATE webhooks SET off_since = 0, failures = 0, failing_since = 0, rests_until = 0, trouble = '' WHERE id = ?`,
      id,
    );
    yield* restartLanes(id, origin.time);
  }
  const noted = receiver === undefined ? {} : { receiver };
  yield* trace(origin, 0, { webhook: id, ...noted, ...detailsOf(patch) });
  return yield* webhookById(id);
}

function stored(value: Value | boolean | readonly unknown[]): Value {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
    ? JSON.stringify(value)
    : value;
}

/** What the audit keeps: whose words go where. */
function detailsOf({ events, conversations, noDirect, paused }: WebhookPatch): Record<string, string> {
  const details: Record<string, string> = {};
  if (events !== undefined) details['events'] = events.join(' ');
  if (conversations !== undefined) details['conversations'] = conversations.join(' ') || 'all';
  if (noDirect !== undefined) details['direct'] = noDirect ? 'no' : 'yes';
  if (paused !== undefined) details['paused'] = String(paused);
  return details;
}

/** False: there is no such webhook. What is kept of it is removed afterwards, by {@link removeLeftOvers}. */
export function* removeWebhook(id: number, origin: Origin): Query<boolean> {
  if ((yield* change('DELETE FROM webhooks WHERE id = ?', id)) === 0) return false;
  yield* trace(origin, 0, { webhook: id });
  return true;
}

/** Keeps in the audit that it is replayed; 0: its dead letters are. */
export function* noteReplay(id: number, from: number, origin: Origin): Query<void> {
  yield* trace(origin, 0, { webhook: id, from });
}

const LEFT_OVERS = ['webhook_lanes', 'webhook_dead', 'webhook_attempts'] as const;

/** Removes some of what is kept of webhooks that are gone. False: nothing is left. */
export function* removeLeftOvers(limit: number): Query<boolean> {
  for (const name of LEFT_OVERS) {
    const column = name === 'webhook_attempts' ? 'id' : name === 'webhook_dead' ? 'position' : 'conversation';
    const found = yield* rows<{ readonly webhook: number; readonly at: number }>(
      `SELECT webhook, ${column} AS at FROM ${name}
       WHERE webhook NOT IN (SELECT id FROM webhooks) ORDER BY webhook, ${column} LIMIT ?`,
      limit,
    );
    const first = found[0]?.webhook;
    if (first === undefined) continue;
    const own = found.filter(({ webhook }) => webhook === first).map(({ at }) => at);
    yield* change(`DELETE FROM ${name} WHERE webhook = ? AND ${column} IN (?)`, first, own);
    return true;
  }
  return false;
}

/** Undefined: there is no such webhook. `oldUntil`: until when the secret before counts too (Unix ms). */
export function* rotateSecret(
  id: number,
  secret: string,
  oldUntil: number,
  origin: Origin,
): Query<WebhookRecord | undefined> {
  if (!(yield* isThere(id))) return undefined;
  yield* change(
    'UPDATE webhooks SET old_secret = secret, old_until = ?, secret = ? WHERE id = ?',
    oldUntil,
    secret,
    id,
  );
  yield* trace(origin, 0, { webhook: id });
  return yield* webhookById(id);
}

function* isThere(id: number): Query<boolean> {
  const found = yield* lockedRows('SELECT id FROM webhooks WHERE id = ?', id);
  return found.length > 0;
}

function toRecord(found: WebhookRow): WebhookRecord {
  return {
    id: found.id,
    url: found.url,
    events: JSON.parse(found.events) as readonly string[],
    conversations: JSON.parse(found.conversations) as readonly number[],
    noDirect: found.no_direct === 1,
    batch: found.batch,
    description: found.description,
    secret: found.secret,
    oldSecret: found.old_secret,
    oldUntil: found.old_until,
    createdBy: found.created_by,
    createdAt: found.created_at,
    since: found.since,
    paused: found.paused === 1,
    offSince: found.off_since,
    health: {
      failures: found.failures,
      failingSince: found.failing_since,
      failedAt: found.failed_at,
      succeededAt: found.succeeded_at,
      restsUntil: found.rests_until,
      restMs: found.rest_ms,
      trouble: found.trouble,
    },
  };
}
