/**
 * What a device does when it comes back: asks how far every conversation has come, page by page, and lets the
 * timeline read what is missing (promise 7).
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import type { Conversation } from '@posthorn/protocol';
import type { Start } from './api.ts';
import type { Requests } from './requests.ts';
import type { Memory } from './storage.ts';
import type { Timeline } from './timeline.ts';

/** Catching up that failed is tried again after this. */
export const CATCH_UP_RETRY_MS = 2000;

/** Whether this is the log that the device has read; if not, everything is compared with it (promise 12). */
export function recogniseLog(memory: Memory, timeline: Timeline, epoch: string): void {
  if (memory.epoch === epoch) return;
  // Which log it is must be kept before anything of it is. Positions of a log that could not be kept are doubtful.
  if (memory.epoch === undefined) memory.keepEpoch(epoch);
  for (const conversation of timeline.conversations()) timeline.suspect(conversation);
}

/** Compares all heads. */
export async function catchUp(requests: Requests, timeline: Timeline): Promise<void> {
  for (let cursor = ''; ;) {
    const page = await requests.ask('listHeads', { cursor, limit: LIMITS.maxHeadsPerPage });
    timeline.heads(page.heads, true);
    if (page.next === '') return;
    cursor = page.next;
  }
}

/** Where a device begins that knows nothing yet. */
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

/** A room is never "undelivered" from its first day on: who comes first hears what is said from now on. */
function beginning(conversation: Conversation, start: Exclude<Start, 'start'>): number {
  const { kind, head, read, delivered } = conversation;
  const known = Math.max(read, delivered);
  if (start === 'now' || (kind === 'room' && known === 0)) return head;
  return known;
}
