/**
 * Hands one push to a push service (RFC 8030).
 *
 * @module
 */
import type { Clock, Random } from '../../clock.ts';
import { OutgoingError } from '../../outgoing/error.ts';
import type { Outgoing } from '../../outgoing/outgoing.ts';
import { waitOf } from '../../outgoing/retry-after.ts';
import { browserKeys, encrypt } from './encrypt.ts';
import type { Subscription } from './records.ts';
import type { Vapid } from './vapid.ts';

export interface Push {
  readonly url: URL;
  readonly subscription: Subscription;
  readonly payload: Uint8Array;
  readonly ttlMs: number;
  readonly isUrgent: boolean;
  /** Of two that wait under one topic the service keeps the later: at most 32 characters of base64url. */
  readonly topic: string;
}

export type Answer =
  /** The service has it. */
  | { readonly type: 'taken' }
  /** There is no such subscription any more. */
  | { readonly type: 'gone' }
  /** It will never be taken. */
  | { readonly type: 'refused'; readonly why: string }
  /** Later it may be. `isService`: others would have no luck either. */
  | {
      readonly type: 'later';
      readonly why: string;
      readonly retryAfterMs?: number;
      readonly isService: boolean;
    };

const TIMEOUT_MS = 15_000;
const SALT_BYTES = 16;

export interface PushServiceOptions {
  readonly outgoing: Outgoing;
  readonly vapid: Vapid;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
}

export async function send(
  { outgoing, vapid, clock, random }: PushServiceOptions,
  { url, subscription, payload, ttlMs, isUrgent, topic }: Push,
  signal: AbortSignal,
): Promise<Answer> {
  const keys = browserKeys(subscription.p256dh, subscription.auth);
  const body = keys && encrypt(payload, { keys, salt: random.bytes(SALT_BYTES) });
  if (body === undefined) return { type: 'gone' };
  const headers = {
    authorization: vapid.authorization(url.origin, clock.now()),
    'content-type': 'application/octet-stream',
    'content-encoding': 'aes128gcm',
    ttl: String(Math.max(0, Math.floor(ttlMs / 1000))),
    urgency: isUrgent ? 'high' : 'normal',
    topic,
  };
  try {
    const { status, retryAfter } = await outgoing.post({ url, headers, body, timeoutMs: TIMEOUT_MS, signal });
    return answerOf(status, waitOf(retryAfter, clock.now()));
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error;
    if (error.problem === 'refused') return { type: 'refused', why: error.message };
    return { type: 'later', why: error.message, isService: true };
  }
}

function answerOf(status: number, retryAfterMs: number | undefined): Answer {
  const why = `the push service answered with ${status}`;
  if (status >= 200 && status < 300) return { type: 'taken' };
  if (status === 404 || status === 410) return { type: 'gone' };
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (status === 429) return { type: 'later', why, ...wait, isService: false };
  if (status >= 500 || status === 408) return { type: 'later', why, ...wait, isService: true };
  return { type: 'refused', why };
}
