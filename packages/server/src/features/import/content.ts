/**
 * What a message of an import says here, and what follows from it.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Content, Event } from '@posthorn/protocol';
import { filePath } from '@posthorn/protocol/words';
import type { Values } from '../../config/option.ts';
import type { Sending } from '../../router/contents.ts';
import type { Services } from '../../router/services.ts';
import type { ConversationRecord, Effect } from '../../store/log/records.ts';
import { partsOf } from '../../store/log/effects.ts';
import { eventEffects } from './events.ts';
import type { Known } from './known.ts';
import type { MessageEntry, MessageKey } from './entries.ts';

/** Content with the ids of this server. Throws NOT_FOUND, INVALID, TOO_LARGE. */
export function contentOf(
  { contents }: Pick<Services, 'contents'>,
  known: Known,
  entry: MessageEntry,
): Content {
  const { content, conversation, files = [], mentions = [], forwardOf } = entry;
  const here: Content = {
    ...content,
    mentions: isEdit(content) ? [] : mentions.map((id) => known.user(id)),
    thread: seqOf(known, conversation, entry.thread),
    replyTo: seqIfAny(known, conversation, entry.replyTo),
    attachments: files.map((file) => known.attachment(file)),
    kind: kindOf(known, entry),
    author: content.author && { ...content.author, incoming: 0 },
    forward:
      forwardOf === undefined && content.forward === undefined
        ? undefined
        : {
            user: forwardOf === undefined ? 0 : known.user(forwardOf),
            // Those are of the source.
            conversation: 0,
            seq: 0,
            time: content.forward?.time ?? 0,
          },
  };
  // What the server alone writes has been checked by its schema.
  if (contents.of(here).isSent) contents.check(here);
  if (here.text === '' && here.kind === undefined && here.attachments.length === 0)
    throw new PosthornError('INVALID', 'the message is empty', { reason: 'message-empty' });
  return here;
}

function isEdit({ kind }: Content): boolean {
  return kind?.case === 'edit';
}

function kindOf(known: Known, entry: MessageEntry): Content['kind'] {
  const { content, conversation, target, mentions = [], users = [], picture } = entry;
  const { kind } = content;
  switch (kind?.case) {
    case 'edit': {
      const mentioned = mentions.map((id) => known.user(id));
      const aim = targetOf(known, conversation, target);
      return { case: 'edit', value: { ...kind.value, target: aim, mentions: mentioned } };
    }
    case 'recall':
      return { case: 'recall', value: { ...kind.value, target: targetOf(known, conversation, target) } };
    case 'reaction':
      return { case: 'reaction', value: { ...kind.value, target: targetOf(known, conversation, target) } };
    case 'pin':
      return { case: 'pin', value: { ...kind.value, target: targetOf(known, conversation, target) } };
    case 'vote':
      return { case: 'vote', value: { ...kind.value, target: targetOf(known, conversation, target) } };
    case 'closePoll':
      return { case: 'closePoll', value: { ...kind.value, target: targetOf(known, conversation, target) } };
    case 'event':
      return {
        case: 'event',
        value: {
          ...kind.value,
          users: users.map((id) => known.user(id)),
          conversation: 0,
          settings: settingsOf(known, kind.value, picture),
        },
      };
    case 'recalled':
      // The entry that recalls it says by whom.
      return { case: 'recalled', value: { by: 0 } };
    case 'preview':
      throw new PosthornError('INVALID', 'previews are made anew, not imported');
    case 'poll':
    case 'custom':
    case 'erased':
    case undefined:
      return kind;
  }
}

/** A picture that is a file of the source stands beside them. */
function settingsOf(known: Known, { settings }: Event, picture: string | undefined): Event['settings'] {
  if (settings === undefined) return undefined;
  const { pictureUrl, ...others } = settings;
  if (picture !== undefined) return { ...others, pictureUrl: filePath(known.attachment({ id: picture }).id) };
  return isUrl(pictureUrl) ? settings : (others as Event['settings']);
}

function isUrl(pictureUrl: string | undefined): boolean {
  return pictureUrl === '' || /^https?:\/\//.test(pictureUrl ?? '');
}

function targetOf(known: Known, conversation: string, target: MessageKey | undefined): number {
  if (target === undefined) throw new PosthornError('INVALID', 'say which message it changes: "target"');
  return seqOf(known, conversation, target);
}

function seqOf(known: Known, conversation: string, key: MessageKey | undefined): number {
  if (key === undefined) return 0;
  const seq = known.seqOf(conversation, key);
  if (seq !== undefined) return seq;
  throw new PosthornError('NOT_FOUND', `the message ${key.id} that it belongs to was not imported`);
}

/** A message may answer one that is gone. */
function seqIfAny(known: Known, conversation: string, key: MessageKey | undefined): number {
  return key === undefined ? 0 : (known.seqOf(conversation, key) ?? 0);
}

export interface ImportSending {
  readonly entry: MessageEntry;
  /** As {@link contentOf} has made it. */
  readonly content: Content;
  readonly record: ConversationRecord;
  readonly sender: number;
  readonly now: number;
}

/** The changes that are committed with a message. */
export async function effectsOf(services: Services, importing: ImportSending): Promise<readonly Effect[]> {
  const { entry, content, sender, now } = importing;
  const { kind } = content;
  if (sender === 0 && content.author === undefined) return vanished(content);
  if (kind?.case === 'event') return eventEffects(services, kind.value, importing);
  if (kind?.case === 'recalled' || kind?.case === 'erased') return threadOnly(services, importing);
  const effects = services.contents.effectsOf(content, sendingOf(services, importing)).flatMap(partsOf);
  const kept = effects.flatMap((effect) => rewritten(effect, content, now));
  const { tally } = entry;
  return tally === undefined || kind?.case !== 'poll' ? kept : [...kept, { type: 'tally', ...tally }];
}

/** The server lets messages vanish. What else comes from nobody has the name of an author. */
function vanished({ kind }: Content): readonly Effect[] {
  if (kind?.case === 'recall') return [{ type: 'vanish', target: kind.value.target }];
  throw new PosthornError('INVALID', 'a message has a sender, or an author in its content');
}

/** What was said is gone, but that it was said in a thread is not. */
function threadOnly(services: Services, importing: ImportSending): readonly Effect[] {
  const { content } = importing;
  return services.contents
    .traitEffectsOf(content, sendingOf(services, importing))
    .filter(({ type }) => type === 'thread');
}

function rewritten(effect: Effect, content: Content, now: number): readonly Effect[] {
  switch (effect.type) {
    case 'attach':
      return [{ type: 'attach-imported', ids: content.attachments.map(({ id }) => id) }];
    case 'open-poll':
      // One that is over is closed by its own entry.
      return Number(effect['closesAt']) > now ? [effect] : [];
    default:
      return [effect];
  }
}

/** Whoever said it was allowed to, then and there. */
function sendingOf(services: Services, { content, record, sender }: ImportSending): Sending {
  const member = { user: sender, role: 'owner', joinedSeq: 1, silenced: false } as const;
  // Whom it has alerted is past: it matters no more how many there are.
  const alone = { ...record, memberCount: 1 };
  const cached = { record: alone, members: new Map([[sender, member]]), refusing: [], validUntil: 0 };
  return {
    submission: {
      sender,
      connection: 0,
      sequence: 0,
      conversation: record.id,
      peer: 0,
      clientId: '',
      order: 0,
      content,
      rule: () => undefined,
    },
    cached,
    member,
    isAdministrator: true,
    isBot: true,
    options: withoutLimits(services.config.options),
  };
}

/** An edit is as late as it was. */
function withoutLimits(options: Values): Values {
  return { ...options, editWithin: 0, recallWithin: 0 };
}
