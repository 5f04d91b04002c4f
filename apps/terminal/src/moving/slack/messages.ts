/**
 * The messages of a channel of a Slack export, day by day.
 *
 * @module
 */
import { emojiNamed } from '../emoji.ts';
import type { Item, Json } from '../source.ts';
import type { Unmapped } from '../unmapped.ts';
import type { Channel } from './channels.ts';
import type { SlackFiles } from './files.ts';
import { userId } from './people.ts';
import type { People } from './people.ts';
import type { SlackAttachment, SlackFile, SlackMessage } from './shapes.ts';
import { convertText } from './text.ts';
import type { Called } from './text.ts';

/** Subtypes of what somebody has said; the others tell of what has happened. */
const SAID: ReadonlySet<string> = new Set([
  'bot_message',
  'me_message',
  'file_share',
  'file_comment',
  'file_mention',
  'thread_broadcast',
  'reply_broadcast',
  'slackbot_response',
  'assistant_app_thread',
  'huddle_thread',
]);
const MENTION = /<@([A-Z0-9]+)/g;
const MAX_TEXT_BYTES = 65_536;
const MAX_MENTIONS = 100;
const MAX_FILES = 20;
const RECALLED = 'This message was recalled.';

export interface ChannelWriting {
  readonly channel: Channel;
  readonly people: People;
  readonly files: SlackFiles;
  readonly called: Called;
  readonly unmapped: Unmapped;
}

export class ChannelMessages {
  readonly #writing: ChannelWriting;
  /** Who began the threads, by the ts of their first message. */
  readonly #roots = new Map<string, string>();
  /** Who said what is pinned. */
  readonly #pinned = new Map<string, string>();
  readonly #pins: ReadonlySet<string>;
  #last: { readonly sender: string; readonly id: string; readonly time: number } | undefined;

  constructor(writing: ChannelWriting) {
    this.#writing = writing;
    this.#pins = new Set((writing.channel.pins ?? []).map(({ id }) => id));
  }

  /** The last message that counts. */
  get last(): { readonly sender: string; readonly id: string; readonly time: number } | undefined {
    return this.#last;
  }

  /** What is said on a day, and then what became of it. */
  *day(messages: readonly SlackMessage[]): Generator<Item> {
    const sorted = messages
      .filter(({ ts }) => ts !== undefined)
      .toSorted((a, b) => Number(a.ts) - Number(b.ts));
    const later: Item[] = [];
    for (const message of sorted) {
      const sender = message.user ?? message.bot_id;
      if (sender === undefined) {
        this.#writing.unmapped.note(
          'messages without a sender',
          `${this.#writing.channel.folder} ${message.ts}`,
        );
        continue;
      }
      yield* this.#message(message, sender, later);
    }
    yield* later;
  }

  /** Pins have no place in the days. */
  *pins(): Generator<Item> {
    const { channel, people, unmapped } = this.#writing;
    for (const { id, user, created = 0 } of channel.pins ?? []) {
      const sender = this.#pinned.get(id);
      if (sender === undefined) {
        unmapped.note('pins of what is not in the export', `${channel.folder} ${id}`);
        continue;
      }
      const by = user ?? sender;
      yield* people.unknown(by);
      const record = this.#entry(`${id}:pin`, by, created * 1000 || timeOf(id), { pin: {} });
      yield { record: { ...record, target: { sender: userId(sender), id } } };
    }
  }

  *#message(message: SlackMessage, sender: string, later: Item[]): Generator<Item> {
    const { people, unmapped, channel } = this.#writing;
    const { ts = '', subtype, thread_ts: threadTs } = message;
    const isTombstone = subtype === 'tombstone';
    if (subtype !== undefined && !isTombstone && !SAID.has(subtype)) {
      unmapped.note(`notes of Slack: ${subtype}`, `${channel.folder} ${ts}`);
      return;
    }
    yield* people.unknown(sender, message);
    const isRoot = threadTs === ts;
    if (isRoot) this.#roots.set(ts, sender);
    if (this.#pins.has(ts)) this.#pinned.set(ts, sender);
    const record = this.#entry(ts, sender, timeOf(ts), {});
    if (isTombstone) {
      yield { record: { ...record, content: { text: RECALLED, recalled: {} } } };
      return;
    }
    const thread = this.#threadOf(message);
    for (const [, id] of (message.text ?? '').matchAll(MENTION)) yield* people.unknown(id);
    const kept = yield* this.#files(message, sender);
    const { text, mentions } = this.#textOf(message, kept.lines);
    if (text === '' && kept.ids.length === 0 && !isRoot) {
      unmapped.note('messages without words or files', `${channel.folder} ${ts}`);
      return;
    }
    const shown = text === '' && kept.ids.length === 0 ? '…' : text;
    yield {
      record: {
        ...record,
        content: { text: shown },
        ...(thread !== undefined && { thread }),
        ...(mentions.length > 0 && { mentions: mentions.slice(0, MAX_MENTIONS).map(userId) }),
        ...(kept.ids.length > 0 && { files: kept.ids }),
      },
    };
    this.#last = { sender, id: ts, time: timeOf(ts) };
    later.push(...this.#changes(message, sender, shown, mentions));
  }

  #threadOf({ ts, thread_ts: threadTs }: SlackMessage): Json | undefined {
    if (threadTs === undefined || threadTs === ts) return undefined;
    const root = this.#roots.get(threadTs);
    if (root !== undefined) return { sender: userId(root), id: threadTs };
    const { unmapped, channel } = this.#writing;
    unmapped.note(
      'replies whose thread is not in the export (imported as messages)',
      `${channel.folder} ${ts}`,
    );
    return undefined;
  }

  *#files({ files = [], ts }: SlackMessage, sender: string) {
    const { files: source, unmapped, channel } = this.#writing;
    const ids: Json[] = [];
    const lines: string[] = [];
    for (const file of files) {
      const item = source.itemOf(file, userId(sender), unmapped);
      if (item === undefined || ids.length >= MAX_FILES) {
        lines.push(lineOf(file));
        if (ids.length >= MAX_FILES)
          unmapped.note('files beyond 20 of a message', `${channel.folder} ${ts} ${file.name}`);
        continue;
      }
      yield item;
      ids.push({ id: item.record['id'] });
    }
    return { ids, lines };
  }

  #textOf(
    { text = '', subtype, attachments = [], ts }: SlackMessage,
    lines: readonly string[],
  ): { readonly text: string; readonly mentions: readonly string[] } {
    const { called, unmapped, channel } = this.#writing;
    const own = convertText(text, called);
    const others = attachments
      .filter((each) => !isPreview(each))
      .map((each) => convertText(attachmentText(each), called));
    const said = subtype === 'me_message' && own.text !== '' ? `_${own.text}_` : own.text;
    const all = [said, ...others.map((each) => each.text), ...lines]
      .filter((line) => line.trim() !== '')
      .join('\n');
    const mentions = [...new Set([own, ...others].flatMap((each) => each.mentions))];
    if (Buffer.byteLength(all) <= MAX_TEXT_BYTES) return { text: all, mentions };
    unmapped.note('texts that are too long (cut)', `${channel.folder} ${ts}`);
    return { text: cut(all), mentions };
  }

  /** That it was edited, and the reactions to it. */
  *#changes(
    { ts = '', edited, reactions = [] }: SlackMessage,
    sender: string,
    text: string,
    mentions: readonly string[],
  ): Generator<Item> {
    const { people, unmapped, channel } = this.#writing;
    const target = { sender: userId(sender), id: ts };
    if (edited !== undefined && text !== '') {
      const record = this.#entry(`${ts}:edit`, sender, timeOf(edited.ts ?? ts), { edit: { text } });
      yield {
        record: {
          ...record,
          target,
          ...(mentions.length > 0 && { mentions: mentions.slice(0, MAX_MENTIONS).map(userId) }),
        },
      };
    }
    for (const { name = '', users = [], count = users.length } of reactions) {
      const emoji = emojiNamed(name);
      if (emoji === undefined) {
        unmapped.note('reactions with custom emoji', `:${name}: in ${channel.folder} ${ts}`);
        continue;
      }
      if (count > users.length)
        unmapped.note('reactions of users whom Slack does not name', `:${name}: in ${channel.folder} ${ts}`);
      for (const user of users) {
        yield* people.unknown(user);
        const record = this.#entry(`${ts}:${name}:${user}`, user, timeOf(ts), { reaction: { emoji } });
        yield { record: { ...record, target } };
      }
    }
  }

  #entry(id: string, sender: string, time: number, content: Json): Json {
    const { key: conversation } = this.#writing.channel;
    return { type: 'message', conversation, id, sender: userId(sender), time, content };
  }
}

function timeOf(ts: string): number {
  return Math.max(0, Math.round(Number(ts) * 1000)) || 0;
}

/** Posthorn makes its own. */
function isPreview({ from_url: url, original_url: original }: SlackAttachment): boolean {
  return (url ?? original) !== undefined;
}

function attachmentText({ pretext, title, title_link: link, text, fallback }: SlackAttachment): string {
  const head = title === undefined ? undefined : link === undefined ? `*${title}*` : `<${link}|${title}>`;
  const parts = [pretext, head, text].filter((part) => part !== undefined && part !== '');
  return parts.length > 0 ? parts.join('\n') : (fallback ?? '');
}

function lineOf({ name, title, id, url_private: url, mode }: SlackFile): string {
  const words = `📎 ${title || name || id}`;
  return mode === 'external' && url !== undefined ? `${words}: ${url}` : `${words} (not imported)`;
}

function cut(text: string): string {
  const bytes = Buffer.from(text).subarray(0, MAX_TEXT_BYTES - 3);
  return `${new TextDecoder().decode(bytes).replace(/\uFFFD+$/, '')}…`;
}
