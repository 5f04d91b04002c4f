/**
 * What runs in the browser: fills the databases as the engine would, and opens it on them.
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
import { openEngine, runEngine, serveEngine } from '../../../packages/client/src/engine/host-entry.ts';
import { joinEngine } from '../../../packages/client/src/engine/index.ts';

const ACCOUNT = 'bench';
const LARGE = 1;
const ME = 7;

export async function fill(conversations: number, messages: number): Promise<void> {
  const disk = await openDisk(`posthorn/${ACCOUNT}/seen`);
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

/** Milliseconds until the list, the newest messages, an older page, and a jump are there, without a server. */
export async function measure(): Promise<Record<string, number>> {
  const times: Record<string, number> = {};
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    times[name] = performance.now() - start;
    return result;
  };
  const credentials = { server: 'http://127.0.0.1:1', token: 'x' };
  const engine = await timed('open', () => openEngine({ credentials, account: ACCOUNT, onError: () => {} }));
  times['conversations'] = engine.conversations.get().size;
  const window = engine.timeline(LARGE);
  const loaded = (isIt: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const off = window.slice.subscribe(() => {
        if (!isIt()) return;
        off();
        resolve();
      });
    });
  await timed('newest', async () => {
    const shown = loaded(() => window.slice.get().isLoaded);
    void window.showNewest();
    await shown;
  });
  times['rows'] = window.slice.get().messages.length;
  await timed('older', () => window.older());
  await timed('around', () => window.showAround(50_000));
  await timed('search', () => engine.searchHere('yonder'));
  await engine.close();
  // The same for a tab that shares it.
  const options = { credentials, account: ACCOUNT, onError: () => {} };
  const serving = serveEngine({ account: ACCOUNT, run: (onOver) => runEngine({ ...options, onOver }) });
  const first = await timed('open shared', () => joinEngine({ account: ACCOUNT }));
  const second = await timed('open second tab', () => joinEngine({ account: ACCOUNT }));
  const shared = second.timeline(LARGE);
  await timed('newest shared', () => shared.showNewest());
  await Promise.all([first.close(), second.close(), serving.close()]);
  return times;
}
