/**
 * Tables and queries of webhooks.
 *
 * @module
 */
import { HAPPENINGS } from '../../store/happenings.ts';
import type { Storage } from '../../store/storage.ts';
import { emptyText, id, int, keyText, off, table, text, zero } from '../../store/table.ts';
import { dueDead, replayDead, settleDead, takeDead } from './dead-queries.ts';
import { currentHead, eventsOf, kindsOf, recordEntries, removeEventsBefore } from './event-queries.ts';
import { isUnplaced, placeHappenings } from './happening-queries.ts';
import { IDLE, dueLanes, laneCounts, probeLane, replayLanes, takeLanes } from './lane-queries.ts';
import { attemptsOf, deadCounts, deadLetters, settle, trimAttempts } from './outcome-queries.ts';
import {
  addWebhook,
  allWebhooks,
  changeWebhook,
  noteReplay,
  removeLeftOvers,
  removeWebhook,
  rotateSecret,
  SECRETS,
  URLS,
  webhookById,
} from './webhook-queries.ts';

/** See WebhookRecord and Health. events, conversations: JSON. */
const WEBHOOKS = table({
  name: 'webhooks',
  columns: {
    id,
    url: text,
    events: text,
    conversations: text,
    no_direct: off,
    batch: int,
    description: emptyText,
    secret: text,
    old_secret: emptyText,
    old_until: zero,
    created_by: int,
    created_at: int,
    since: int,
    paused: off,
    off_since: zero,
    failures: zero,
    failing_since: zero,
    failed_at: zero,
    succeeded_at: zero,
    rests_until: zero,
    rest_ms: zero,
    trouble: emptyText,
  },
});

/** `head`: the position of the last event. */
const COUNTERS = table({
  name: 'webhook_counters',
  columns: { name: keyText(16), value: int },
  primaryKey: ['name'],
});

/**
 * `count` entries of a conversation from `seq` on that have the positions from `position` on; in conversation 0 `seq` is the id
 * of a happening. time: when they got them (Unix ms).
 */
const EVENTS = table({
  name: 'webhook_events',
  columns: { conversation: int, position: int, seq: int, count: int, time: int },
  primaryKey: ['conversation', 'position'],
  indexes: [{ name: 'webhook_events_position', columns: ['position'] }],
});

/** See Lane. due: when to look at it (Unix ms), at most `wait` ms from now; IDLE: when something happens. taken: until when somebody has it. */
const LANES = table({
  name: 'webhook_lanes',
  columns: {
    webhook: int,
    conversation: int,
    done: int,
    wanted: int,
    due: { ...int, default: IDLE },
    wait: zero,
    taken: zero,
    tries: zero,
    failing_since: zero,
  },
  primaryKey: ['webhook', 'conversation'],
  indexes: [{ name: 'webhook_lanes_due', columns: ['webhook', 'due'] }],
});

/** See Attempt. */
const ATTEMPTS = table({
  name: 'webhook_attempts',
  columns: {
    id,
    webhook: int,
    conversation: int,
    position: int,
    seq: int,
    events: int,
    time: int,
    status: int,
    took_ms: int,
    trouble: emptyText,
    tries: int,
  },
  indexes: [{ name: 'webhook_attempts_webhook', columns: ['webhook', 'id'] }],
});

/** See DeadLetter. due: when it is to be delivered again (Unix ms); IDLE: when somebody wants it. */
const DEAD = table({
  name: 'webhook_dead',
  columns: {
    webhook: int,
    position: int,
    conversation: int,
    seq: int,
    time: int,
    status: int,
    trouble: emptyText,
    tries: int,
    due: { ...int, default: IDLE },
    taken: zero,
  },
  primaryKey: ['webhook', 'position'],
  indexes: [{ name: 'webhook_dead_due', columns: ['webhook', 'due'] }],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'webhooks',
  tables: [WEBHOOKS, COUNTERS, EVENTS, HAPPENINGS, LANES, ATTEMPTS, DEAD],
  sealed: [SECRETS, URLS],
  reads: { eventsOf },
  singleReads: {
    allWebhooks,
    attemptsOf,
    currentHead,
    deadCounts,
    deadLetters,
    dueDead,
    dueLanes,
    isUnplaced,
    kindsOf,
    laneCounts,
    probeLane,
    webhookById,
  },
  writes: {
    addWebhook,
    changeWebhook,
    recordEntries,
    noteReplay,
    placeHappenings,
    removeEventsBefore,
    removeLeftOvers,
    removeWebhook,
    replayDead,
    replayLanes,
    rotateSecret,
    settle,
    settleDead,
    takeDead,
    takeLanes,
    trimAttempts,
  },
};
