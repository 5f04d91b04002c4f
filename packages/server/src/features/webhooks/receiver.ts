/**
 * Hands one request to a receiver, and says what its answer means.
 *
 * @module
 */
import type { Clock } from '../../clock.ts';
import { OutgoingError } from '../../outgoing/error.ts';
import type { Outgoing } from '../../outgoing/outgoing.ts';
import { waitOf } from '../../outgoing/retry-after.ts';
import { SealedError } from '../../sealing/sealer.ts';
import type { Body } from './body.ts';
import type { WebhookRecord } from './records.ts';
import { headersOf } from './sign.ts';
import type { OpenedValues } from './sealed-values.ts';

/** For connecting, sending, and the head of the answer. */
export const TIMEOUT_MS = 15_000;

export interface Answer {
  /** `gone`: it wants nothing any more. */
  readonly type: 'taken' | 'failed' | 'gone';
  /** 0: no answer came. */
  readonly status: number;
  /** Empty if it was taken. */
  readonly trouble: string;
  /** How long it wants to be left alone. */
  readonly askedMs: number;
}

export interface ReceiverParts {
  readonly outgoing: Pick<Outgoing, 'post'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly opened: OpenedValues;
}

/** Rejects only when `signal` aborts. */
export async function hand(
  { outgoing, clock, opened }: ReceiverParts,
  webhook: WebhookRecord,
  body: Body,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const url = URL.parse(opened.urlOf(webhook));
    if (url === null) return failed('its URL is none');
    const now = clock.now();
    const headers = headersOf(body, opened.secretsOf(webhook, now), now);
    const posted = { url, headers, body: body.bytes, timeoutMs: TIMEOUT_MS, signal };
    const { status, retryAfter } = await outgoing.post(posted);
    return answerOf(status, waitOf(retryAfter, clock.now()) ?? 0);
  } catch (error) {
    if (error instanceof OutgoingError || error instanceof SealedError) return failed(error.message);
    throw error;
  }
}

/** Without an answer. */
function failed(trouble: string): Answer {
  return { type: 'failed', status: 0, trouble, askedMs: 0 };
}

function answerOf(status: number, askedMs: number): Answer {
  if (status >= 200 && status < 300) return { type: 'taken', status, trouble: '', askedMs: 0 };
  if (status === 410)
    return { type: 'gone', status, trouble: 'the receiver has answered 410 Gone', askedMs: 0 };
  const isRedirect = status >= 300 && status < 400;
  const trouble = `the receiver has answered ${status}${isRedirect ? '; redirects are not followed' : ''}`;
  return { type: 'failed', status, trouble, askedMs };
}
