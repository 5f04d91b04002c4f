/**
 * Catching up after a connect: asks how far every conversation has come, page by page, and lets the timeline read what is
 * missing (promise 7).
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import type { Conversation } from '@posthorn/protocol';
import type { Start } from './api.ts';
import type { Requests } from './requests.ts';
import type { Memory } from './storage.ts';
import type { Timeline } from './timeline.ts';

/** Delay before a failed catch-up is repeated. */
export const CATCH_UP_RETRY_MS = 2000;

/** If the log is not the one that this device has read, marks every conversation for comparison (promise 12). */
export function recogniseLog(memory: Memory, timeline: Timeline, epoch: string): void {
  if (memory.epoch === epoch) return;
  // The epoch must be stored before any position. Positions without an epoch may belong to any log, so they are compared.
  if (memory.epoch === undefined) memory.keepEpoch(epoch);
  for (const conversation of timeline.conversations()) timeline.suspect(conversation);
}

/** Compares all heads with this device's positions. */
export async function catchUp(requests: Requests, timeline: Timeline): Promise<void> {
  for (let cursor = ''; ;) {
    const page = await requests.ask('listHeads', { cursor, limit: LIMITS.maxHeadsPerPage });
    timeline.heads(page.heads, true);
    if (page.next === '') return;
    cursor = page.next;
  }
}

/** Sets the first positions of a new device. */
export async function begin(requests: Requests, timeline: Timeline, start: Start): Promise<void> {
  if (start === 'start') return;
  for (let cursor = ''; ;) {
    const page = await requests.ask('listConversations', { cursor, limit: LIMITS.maxPageItems });
    for (const conversation of page.conversations) {
      if (timeline.has(conversation.id)) continue;
      timeline.begin(conversation.id, { seq: beginning(conversation, start), mark: 0 });
    }
    if (page.next === '') return;
    cursor = page.next;
  }
}

/** A user who has never read a room starts at its end, not at its first message, even with `undelivered`. */
function beginning(conversation: Conversation, start: Exclude<Start, 'start'>): number {
  const { kind, head, read, delivered } = conversation;
  const known = Math.max(read, delivered);
  if (start === 'now' || (kind === 'room' && known === 0)) return head;
  return known;
}
