/**
 * Looks at each hit as it is in the log now, and as far as its reader may see it.
 *
 * @module
 */
import type { Services } from '../../router/services.ts';
import type { StoredMessage } from '../../store/log/log.ts';
import { Pieces } from '../../yielding.ts';
import type { Asked } from './asked.ts';
import type { Hit } from './index/search-index.ts';
import { foundIn } from './matching.ts';
import type { Found, Judge } from './matching.ts';
import { foundAt } from './queries.ts';

export interface Checked {
  readonly message: StoredMessage;
  readonly found: Found;
}

/** Those that are what was asked for, in the same order. */
export async function checkedHits(
  { store, clock, contents }: Pick<Services, 'store' | 'clock' | 'contents'>,
  asked: Asked,
  hits: readonly Hit[],
): Promise<readonly Checked[]> {
  if (hits.length === 0) return [];
  const places = hits.map(({ conversation, seq }) => [conversation, seq] as const);
  const messages = await store.run(foundAt, asked.reader, places);
  const byPlace = new Map(messages.map((message) => [`${message.conversation}/${message.seq}`, message]));
  const judge: Judge = { contents, now: clock.now() };
  const checked: Checked[] = [];
  const pieces = new Pieces(clock);
  pieces.begin();
  for (const { conversation, seq } of hits) {
    // A page of long texts takes seconds.
    await pieces.between();
    const message = byPlace.get(`${conversation}/${seq}`);
    const found = message && foundIn(judge, asked, message);
    if (message !== undefined && found !== undefined) checked.push({ message, found });
  }
  return checked;
}
