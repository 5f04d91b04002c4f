/**
 * Pages of the log, independent of the timeline: for scrolling back and searching.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Batch, RangeInit } from '@posthorn/protocol';
import type { HistoryPage, Incoming } from './api.ts';
import { toIncoming } from './delivery.ts';
import { pageMessages } from './entries.ts';

type Pull = (ranges: readonly RangeInit[]) => Promise<{ readonly batches: readonly Batch[] }>;

/** A page of messages, oldest first. Rejects with NOT_A_MEMBER if `self` may not read the conversation. */
export async function readHistory(
  pull: Pull,
  self: number,
  { conversation, page }: { readonly conversation: number; readonly page: HistoryPage },
): Promise<readonly Incoming[]> {
  const bounds =
    'after' in page
      ? { after: page.after, before: 0 }
      : { after: 0, before: page.before === 0 ? Number.MAX_SAFE_INTEGER : page.before };
  const { batches } = await pull([{ conversation, ...bounds, limit: page.limit }]);
  const [batch] = batches;
  if (batch === undefined || batch.error !== 0) {
    throw new PosthornError('NOT_A_MEMBER', 'you are not in this conversation');
  }
  return pageMessages(batch).map((message) => toIncoming(message, self));
}
