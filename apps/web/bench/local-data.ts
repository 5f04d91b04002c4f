/**
 * Runs in the browser: fills the database of an account as the engine would, with more than anybody wants to wait for.
 *
 * @module
 */
import {
  completeContent,
  encodeContent,
  encodeConversation,
  encodeMessage,
  encodeUser,
} from '@posthorn/protocol';
import { openDisk } from '../../../packages/client/src/engine/disk.ts';

/** The conversation that has all the messages. */
export const LARGE = 1;
/** The user whose account it is. */
export const ME = 7;

export interface LocalData {
  /** As the engine names it. */
  readonly account: string;
  /** At least {@link ME}: there are as many people. */
  readonly conversations: number;
  /** Of the large one, `Message 1: …` and so on. */
  readonly messages: number;
}

export async function fill({ account, conversations, messages }: LocalData): Promise<void> {
  const disk = await openDisk(`posthorn/${account}/seen`);
  const content = (seq: number): Uint8Array =>
    encodeContent(
      completeContent({ text: `Message ${seq}: what light through yonder window breaks?` }),
    ).slice();
  const messageOf = (conversation: number, seq: number) => ({
    conversation,
    seq,
    sender: 2 + (seq % 5),
    time: 1_700_000_000_000 + seq * 1000,
    content: content(seq),
    clientId: '',
    state: undefined,
    quote: undefined,
  });
  const infos = Array.from({ length: conversations }, (_, index) => {
    const id = index + 1;
    const head = id === LARGE ? messages : 20;
    const info = {
      id,
      kind: 'group',
      title: `Conversation ${id}`,
      head,
      first: 1,
      role: 'member',
      memberCount: 9,
    } as const;
    return [
      'conversations',
      id,
      encodeConversation({ ...info, lastMessage: messageOf(id, head) }).slice(),
    ] as const;
  });
  const users = Array.from({ length: conversations }, (_, index) => {
    const id = index + 1;
    return ['users', id, encodeUser({ id, name: `user-${id}`, displayName: `User ${id}` }).slice()] as const;
  });
  const meta = [
    ['meta', 'me', ME],
    ['meta', 'listed', true],
    ['ranges', LARGE, [0, messages]],
  ] as const;
  await disk.write({ dropped: [], messages: [], tables: [...infos, ...users, ...meta] });
  for (let from = 1; from <= messages; from += 5000) {
    const page = Array.from({ length: Math.min(5000, messages - from + 1) }, (_, i) => from + i);
    await disk.write({
      dropped: [],
      tables: [],
      messages: page.map((seq) => [[LARGE, seq], { bytes: encodeMessage(messageOf(LARGE, seq)).slice() }]),
    });
  }
  disk.close();
}
