/**
 * Delivers one dead letter, once. It stays one if that fails.
 *
 * @module
 */
import { settleDead } from './dead-queries.ts';
import { eventsOf } from './event-queries.ts';
import type { Place, WebhookRecord } from './records.ts';
import { told } from './telling.ts';
import { batch, single } from './body.ts';
import type { TurnParts } from './turn.ts';

export interface TakenLetter {
  readonly webhook: WebhookRecord;
  readonly letter: Place;
  /** Until when nobody else takes it (Unix ms). */
  readonly until: number;
}

/** Rejects with a StoreError, or when `signal` aborts. */
export async function deliverLetter(
  parts: TurnParts,
  { webhook, letter, until }: TakenLetter,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock, hand } = parts;
  const { position, conversation, seq } = letter;
  const events = await store.run(eventsOf, conversation, position - 1, position, 1);
  const [event] = await told(parts, events);
  const place = { webhook: webhook.id, position };
  // It was erased, or forgotten.
  if (event === undefined) return store.run(settleDead, place, until, undefined);
  const time = clock.now();
  const started = clock.monotonic();
  const body = webhook.batch > 1 ? batch([event]) : single(event);
  const { type, status, trouble } = await hand(webhook, body, signal);
  const tookMs = Math.round(clock.monotonic() - started);
  const attempt = { ...place, conversation, seq, events: 1, time, status, tookMs, trouble, tries: 1 };
  return store.run(settleDead, place, until, { attempt, isTaken: type === 'taken' });
}
