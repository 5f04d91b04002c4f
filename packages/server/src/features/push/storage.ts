/**
 * Tables and queries of Web Push.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { int, keyText, table, text, unique, zero } from '../../store/table.ts';
import { areShown, audience, lookAgain, readElsewhere, wantNotices } from './listening-queries.ts';
import { dueNotices, putOff, settle, takeDue } from './notice-queries.ts';
import { situation } from './situation-queries.ts';
import {
  eraseSubscriptions,
  keepPushKeys,
  PRIVATE_KEYS,
  removeDead,
  subscribe,
  subscriptionsOf,
  unsubscribe,
} from './subscription-queries.ts';

/** The key pair of the server; see VapidKeys. Copied with the rest: subscriptions are bound to it. */
const KEYS = table({
  name: 'push_keys',
  columns: { name: keyText(16), public_key: text, private_key: text },
  primaryKey: ['name'],
});

/**
 * One row for each session with a subscription. place: a hash of the endpoint, so that a browser is told once. quiet_*: see
 * Situation.
 */
const SUBSCRIPTIONS = table({
  name: 'push_subscriptions',
  columns: {
    session: int,
    user: int,
    endpoint: text,
    place: unique(keyText(43)),
    p256dh: text,
    auth: text,
    created_at: int,
    quiet_since: zero,
    quiet_pushes: zero,
  },
  primaryKey: ['session'],
  indexes: [{ name: 'push_subscriptions_user', columns: ['user', 'session'] }],
});

/** See DueNotice and Situation. due: when to look at it (Unix ms); IDLE: when something happens. */
const NOTICES = table({
  name: 'push_notices',
  columns: {
    session: int,
    conversation: int,
    user: int,
    wanted: int,
    shown: zero,
    due: int,
    tries: zero,
    patience: zero,
  },
  primaryKey: ['session', 'conversation'],
  indexes: [
    { name: 'push_notices_due', columns: ['due', 'session', 'conversation'] },
    { name: 'push_notices_user', columns: ['user', 'conversation'] },
    { name: 'push_notices_shown', columns: ['conversation', 'shown'] },
  ],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'push',
  tables: [KEYS, SUBSCRIPTIONS, NOTICES],
  sealed: [PRIVATE_KEYS],
  reads: { areShown, audience, situation },
  singleReads: { dueNotices, subscriptionsOf },
  writes: {
    eraseSubscriptions,
    keepPushKeys,
    lookAgain,
    putOff,
    readElsewhere,
    removeDead,
    settle,
    subscribe,
    takeDue,
    unsubscribe,
    wantNotices,
  },
};
