/**
 * What a message said before.
 *
 * @module
 */
import { decodeContent, LIMITS } from '@posthorn/protocol';
import type { ListEdits, MessagesInit } from '@posthorn/protocol';
import { notAMember } from '../../pipeline/refusals.ts';
import { sessionOf } from '../../router/caller.ts';
import { cursorAt, idCursor } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { toMessage } from '../messages/reading.ts';
import * as editQueries from './queries.ts';

export async function listEdits(
  { store, contents }: Services,
  caller: Caller,
  { conversation, seq, cursor }: ListEdits,
): Promise<MessagesInit> {
  const { user } = sessionOf(caller);
  const found = await store.run(editQueries.editsOf, user, {
    conversation,
    seq,
    after: idCursor(cursor),
    maxBytes: LIMITS.maxPullBytes,
  });
  if (found === undefined) throw notAMember();
  // An entry cannot be edited. Previews of links have words of a message too.
  const messages = found.messages.filter(({ seq: at, content }) => {
    const said = decodeContent(content);
    return at === seq ? !contents.isEntry(said) : said.kind?.case === 'edit';
  });
  return { messages: messages.map(toMessage), next: cursorAt(found.next) };
}
