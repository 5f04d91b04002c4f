/**
 * What a row of the list says of a conversation.
 *
 * @module
 */
import type { I18n } from '@lingui/core';
import type { Incoming } from '@posthorn/client';
import type { OutgoingMessage } from '@posthorn/client/engine';
import { plainText } from '@posthorn/markup';
import { markupOf } from './markup-of.ts';
import type { Attachment } from '@posthorn/protocol';
import { eventWords } from './event-words.ts';
import { durationText } from './file-kind.ts';

/** A line: an emphasised beginning ("Draft:"), who said it, a sign, and what was said. */
export interface Preview {
  readonly kind: 'draft' | 'typing' | 'message' | 'note';
  /** "You", or the sender in a group; empty: nobody is named. */
  readonly who: string;
  readonly icon: PreviewIcon | undefined;
  readonly text: string;
}

export type PreviewIcon = 'picture' | 'video' | 'voice' | 'audio' | 'file' | 'poll' | 'forward' | 'recalled';

export interface PreviewInput {
  readonly message: Incoming | undefined;
  /** What this device has sent after it, and is not in the log. */
  readonly outgoing?: OutgoingMessage | undefined;
  readonly draft: string | undefined;
  /** Names of those who type now. */
  readonly typing: readonly string[];
  /** Names the sender: not in direct conversations. */
  readonly isCrowd: boolean;
  /** What the server tells the user alone: mostly events, which are no messages. */
  readonly isInbox?: boolean;
  /** The user, who is "you" in events. */
  readonly me: number;
  /** The name of somebody in the message. */
  readonly nameOf: (user: number) => string;
}

const MAX_LENGTH = 160;

/** What counts more comes first: who types, then what one has not sent, then the last message. */
export function previewOf(i18n: I18n, input: PreviewInput): Preview {
  const { message, draft, typing, isCrowd } = input;
  if (typing.length > 0) return note('typing', typingWords(i18n, typing, isCrowd));
  if (draft !== undefined) return note('draft', oneLine(draft));
  if (input.outgoing !== undefined) return outgoingPreview(i18n, input.outgoing);
  if (message === undefined)
    return note(
      'note',
      input.isInbox === true ? i18n._('What the server tells you') : i18n._('Nothing was said yet'),
    );
  return messagePreview(i18n, message, input);
}

/** "Benvolio is typing…" */
export function typingWords(i18n: I18n, names: readonly string[], isCrowd: boolean): string {
  if (!isCrowd) return i18n._('typing…');
  const [first = '', second = ''] = names;
  if (names.length === 1) return i18n._('{first} is typing…', { first });
  if (names.length === 2) return i18n._('{first} and {second} are typing…', { first, second });
  return i18n._('{count} people are typing…', { count: names.length });
}

function messagePreview(i18n: I18n, message: Incoming, { me, isCrowd, nameOf }: PreviewInput): Preview {
  const { content, sender, isMine } = message;
  const { kind } = content;
  const named = content.author?.name ?? (sender > 0 ? nameOf(sender) : '');
  const who = isMine ? i18n._('You') : isCrowd ? named : '';
  switch (kind?.case) {
    case 'event': {
      const users = kind.value.users.map((user) => (user === me ? i18n._('you') : nameOf(user))).join(', ');
      const doer = isMine ? i18n._('You') : nameOf(sender);
      return note('note', eventWords(i18n, kind.value, { who: doer, users }));
    }
    case 'recalled':
      return {
        kind: 'message',
        who: '',
        icon: 'recalled',
        text: kind.value.by === 0 ? i18n._('A message has vanished') : i18n._('Message taken back'),
      };
    case 'erased':
      return { kind: 'message', who: '', icon: 'recalled', text: i18n._('Message erased') };
    case 'poll':
      return { kind: 'message', who, icon: 'poll', text: oneLine(content.text) };
    default:
      return { kind: 'message', who, ...said(i18n, message) };
  }
}

function said(i18n: I18n, { content }: Incoming): Pick<Preview, 'icon' | 'text'> {
  const [file] = content.attachments;
  const text = oneLine(plainText(markupOf(content), { hideSpoilers: true }));
  if (file === undefined) return { icon: content.forward === undefined ? undefined : 'forward', text };
  const icon = fileIcon(file);
  return { icon, text: text === '' ? filesText(i18n, content.attachments, icon) : text };
}

function outgoingPreview(i18n: I18n, { content, uploads }: OutgoingMessage): Preview {
  const text = oneLine(plainText(markupOf({ text: content.text ?? '' }), { hideSpoilers: true }));
  const files = [...uploads, ...(content.attachments ?? [])].map(
    ({ type = '', name = '', ...rest }): SentFile => ({ type, name, ...rest }),
  );
  const [file] = files;
  const icon = content.kind?.case === 'poll' ? 'poll' : file && fileIcon(file);
  return {
    kind: 'message',
    who: i18n._('You'),
    icon,
    text: text === '' && icon !== undefined ? filesText(i18n, files, icon) : text,
  };
}

type SentFile = Pick<Attachment, 'type' | 'name'> & {
  readonly voice?: boolean | undefined;
  readonly durationMs?: number | undefined;
};

function filesText(i18n: I18n, files: readonly SentFile[], icon: PreviewIcon): string {
  const [file] = files;
  const count = files.length;
  switch (icon) {
    case 'voice':
      return i18n._('Voice message, {length}', { length: durationText(file?.durationMs ?? 0) });
    case 'picture':
      return i18n._('{count, plural, one {Picture} other {# pictures}}', { count });
    case 'video':
      return i18n._('{count, plural, one {Video} other {# videos}}', { count });
    default:
      return count === 1
        ? (file?.name ?? '')
        : i18n._('{count, plural, one {# file} other {# files}}', { count });
  }
}

function fileIcon({ type, voice }: SentFile): PreviewIcon {
  if (voice === true) return 'voice';
  if (type.startsWith('image/')) return 'picture';
  if (type.startsWith('video/')) return 'video';
  return type.startsWith('audio/') ? 'audio' : 'file';
}

function oneLine(text: string): string {
  const line = text
    .slice(0, 4 * MAX_LENGTH)
    .replace(/\s+/gu, ' ')
    .trim();
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}…` : line;
}

function note(kind: Preview['kind'], text: string): Preview {
  return { kind, who: '', icon: undefined, text };
}
