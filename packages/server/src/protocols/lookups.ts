/**
 * What wires ask for to say a message in words.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import type { Reply, Request } from '@posthorn/protocol';
import type { Contents } from '../router/contents.ts';

/** Carries out requests of the user who reads. */
export type Ask = (request: Request) => Promise<Reply>;

/** Empty: there is no such user. */
export async function nameOf(ask: Ask, user: number): Promise<string> {
  const reply = await ask({ case: 'getUsers', value: { ids: [user], names: [] } });
  return reply.case === 'users' ? (reply.value.users?.[0]?.name ?? '') : '';
}

export interface Place {
  readonly conversation: number;
  readonly seq: number;
}

/** What a message says now. Empty: the reader may not see it. */
export async function wordsOf(ask: Ask, contents: Contents, { conversation, seq }: Place): Promise<string> {
  const range = { conversation, after: 0, before: seq + 1, limit: 1, mark: 0 };
  const reply = await ask({ case: 'pull', value: { ranges: [range] } });
  const message = reply.case === 'pulled' ? reply.value.batches?.[0]?.messages?.[0] : undefined;
  if (message?.content === undefined || message.seq !== seq) return '';
  return contents.textOf(decodeContent(message.content));
}
