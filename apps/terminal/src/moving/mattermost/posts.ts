/**
 * Posts and replies as records.
 *
 * @module
 */
import { emojiNamed } from '../emoji.ts';
import type { Archive } from '../archive.ts';
import { Missing } from '../source.ts';
import type { Item, Json } from '../source.ts';
import type { Unmapped } from '../unmapped.ts';
import { fileKey, postKey, userKey } from './names.ts';
import type { MmPost, MmReply } from './shapes.ts';

const MAX_TEXT_BYTES = 65_536;
const MAX_MENTIONS = 100;
const MAX_FILES = 20;
const MENTION = /(?<![\p{L}\p{N}_@.-])@([a-z0-9._-]*[a-z0-9_-])/gu;

export interface PostWriting {
  readonly archive: Archive;
  readonly hasFiles: boolean;
  readonly unmapped: Unmapped;
  /** What the server calls a user. Undefined: there is none of this name. */
  readonly called: (username: string) => string | undefined;
  /** Whoever is not in the list of users. */
  readonly unknown: (username: string) => Iterable<Item>;
}

/** One post or reply. `root`: the post whose reply it is. */
export interface Posted {
  readonly conversation: string;
  readonly post: MmReply;
  readonly root: MmPost | undefined;
}

/** The message and what became of it; nothing for what tells of an event. */
export function* postItems(writing: PostWriting, posted: Posted): Generator<Item> {
  const { unmapped, unknown } = writing;
  const { conversation, post, root } = posted;
  const { user: username = '', type = '', create_at: time = 0, flagged_by: flagged = [] } = post;
  const example = `${conversation} ${time}`;
  if (type.startsWith('system_')) {
    unmapped.note(`notes of Mattermost: ${type}`, example);
    return;
  }
  if (flagged.length > 0) unmapped.note('messages that users have saved for themselves', example);
  yield* unknown(username);
  const id = postKey(post);
  const sender = userKey(username);
  const { items, ids, lines } = filesOf(writing, post, example);
  yield* items;
  const { text, mentions } = textOf(writing, post, lines, example);
  if (text === '' && ids.length === 0 && root !== undefined) {
    unmapped.note('messages without words or files', example);
    return;
  }
  const content = { text: text === '' && ids.length === 0 ? '…' : text };
  yield {
    record: {
      type: 'message',
      conversation,
      id,
      sender,
      time,
      content,
      ...(root !== undefined && { thread: { sender: userKey(root.user ?? ''), id: postKey(root) } }),
      ...(mentions.length > 0 && { mentions }),
      ...(ids.length > 0 && { files: ids.map((file) => ({ id: file })) }),
    },
  };
  yield* changesOf(writing, posted, { id, text: content.text, mentions });
}

function filesOf(
  { archive, hasFiles, unmapped }: PostWriting,
  { attachments = [], user = '' }: MmReply,
  example: string,
) {
  const items: Item[] = [];
  const lines: string[] = [];
  for (const { path = '' } of attachments) {
    const name = path.slice(path.lastIndexOf('/') + 1) || 'file';
    if (!hasFiles || items.length >= MAX_FILES) {
      unmapped.note(
        hasFiles ? 'files beyond 20 of a message' : 'files that were left out',
        `${example} ${name}`,
      );
      lines.push(`📎 ${name} (not imported)`);
      continue;
    }
    const record = { type: 'file', id: fileKey(path), user: userKey(user), name };
    items.push({ record, bytes: () => bytesOf(archive, path) });
  }
  return { items, lines, ids: items.map(({ record }) => String(record['id'])) };
}

async function bytesOf(archive: Archive, path: string): Promise<AsyncIterable<Uint8Array>> {
  const name = [path, `data/${path}`].find((each) => archive.names.includes(each));
  if (name === undefined) throw new Missing(`there is no file ${path} in the export`);
  return archive.open(name);
}

interface Attachment {
  readonly pretext?: string;
  readonly title?: string;
  readonly title_link?: string;
  readonly text?: string;
  readonly fallback?: string;
}

function textOf(
  { called, unmapped }: PostWriting,
  { message = '', type = '', props }: MmReply,
  lines: readonly string[],
  example: string,
): { readonly text: string; readonly mentions: readonly string[] } {
  const mentions = new Set<string>();
  const named = message.replaceAll(MENTION, (whole, username: string) => {
    const name = called(username);
    if (name === undefined) return whole;
    mentions.add(userKey(username));
    return `@${name}`;
  });
  const own = type === 'me' && named !== '' ? `_${named.replace(/^\*|\*$/g, '')}_` : named;
  const text = [own, ...attachmentsIn(props).map(attachmentText), ...lines]
    .filter((line) => line !== '')
    .join('\n');
  const some = [...mentions].slice(0, MAX_MENTIONS);
  if (Buffer.byteLength(text) <= MAX_TEXT_BYTES) return { text, mentions: some };
  unmapped.note('texts that are too long (cut)', example);
  const cut = new TextDecoder().decode(Buffer.from(text).subarray(0, MAX_TEXT_BYTES - 3));
  return { text: `${cut.replace(/\uFFFD+$/, '')}…`, mentions: some };
}

/** Of integrations. */
function attachmentsIn(props: unknown): readonly Attachment[] {
  const { attachments } = (typeof props === 'object' && props !== null ? props : {}) as {
    readonly attachments?: unknown;
  };
  return Array.isArray(attachments) ? (attachments as readonly Attachment[]) : [];
}

function attachmentText({
  pretext = '',
  title = '',
  title_link: link = '',
  text = '',
  fallback = '',
}: Attachment): string {
  const head = link === '' || title === '' ? title && `**${title}**` : `[${title}](${link})`;
  const parts = [pretext, head, text].filter((part) => part !== '');
  return parts.length > 0 ? parts.join('\n') : fallback;
}

/** That it was edited, its reactions, and that it is pinned. */
function* changesOf(
  { unmapped, unknown }: PostWriting,
  { conversation, post }: Posted,
  {
    id,
    text,
    mentions,
  }: { readonly id: string; readonly text: string; readonly mentions: readonly string[] },
): Generator<Item> {
  const {
    user = '',
    create_at: time = 0,
    edit_at: editedAt = 0,
    reactions = [],
    is_pinned: isPinned = false,
  } = post;
  const target = { sender: userKey(user), id };
  const entry = (key: string, by: string, at: number, content: Json): Item => ({
    record: { type: 'message', conversation, id: key, sender: userKey(by), time: at, content, target },
  });
  if (editedAt > 0) {
    const { record } = entry(`${id}:edit`, user, editedAt, { edit: { text } });
    yield { record: { ...record, ...(mentions.length > 0 && { mentions }) } };
  }
  for (const { user: by = '', emoji_name: name = '', create_at: at = time } of reactions) {
    const emoji = emojiNamed(name);
    if (emoji === undefined) {
      unmapped.note('reactions with custom emoji', `:${name}: in ${conversation} ${time}`);
      continue;
    }
    yield* unknown(by);
    yield entry(`${id.slice(0, 40)}:${name.slice(0, 40)}:${by}`.slice(0, 100), by, at, {
      reaction: { emoji },
    });
  }
  if (isPinned) yield entry(`${id}:pin`, user, time, { pin: {} });
}
