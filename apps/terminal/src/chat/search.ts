/**
 * Searches messages within bounds, the newest conversations first.
 *
 * @module
 */
import { userName } from '../online.ts';
import { stampOf } from '../times.ts';
import type { Chat } from './chat.ts';

const MAX_HITS = 50;
/** How many messages of each conversation are searched. */
const MAX_PER_CONVERSATION = 2000;
const PAGE = 200;

/** Lines that contain `word`, ignoring case, oldest first per conversation. */
export async function search(chat: Chat, word: string): Promise<readonly string[]> {
  const hits: string[] = [];
  for (const { id, title } of chat.state.rooms) {
    const found: string[] = [];
    for (let before = 0, seen = 0; seen < MAX_PER_CONVERSATION;) {
      const page = await chat.client.history(id, { before, limit: PAGE });
      for (const { content, sender, time } of page.toReversed()) {
        if (!content.text.toLowerCase().includes(word.toLowerCase())) continue;
        const who = await userName(chat.client, sender);
        const at = stampOf(time);
        found.unshift(`[${title}] ${at} ${who}: ${content.text}`);
      }
      seen += page.length;
      const [first] = page;
      if (first === undefined || first.seq === 1) break;
      before = first.seq;
    }
    hits.push(...found);
    if (hits.length >= MAX_HITS) break;
  }
  return hits.slice(-MAX_HITS);
}
