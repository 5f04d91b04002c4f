/**
 * What was said lately in each conversation, as clients have seen it: what they change.
 *
 * @module
 */
import type { ContentInit } from '@posthorn/protocol';
import type { Dice } from './dice.ts';
import { idOf, POLL, wordsOf } from './fingerprint.ts';
import type { Entry } from './history.ts';
import type { User } from './places.ts';

interface Said {
  readonly seq: number;
  readonly sender: number;
  readonly id: string;
  readonly isPoll: boolean;
}

/** So few that clients often change the same message at the same time. */
const KEPT = 20;
const KEPT_POLLS = 2;
const EMOJIS = ['👍', '🎉', '❤️', '🥀'] as const;
const OPTIONS = 3;
/** How often somebody tries what is refused: to change what others have said. */
const OF_OTHERS = 0.2;
/** The share of replies among messages. */
const REPLIES = 0.1;

export class Spoken {
  readonly #said = new Map<number, Said[]>();

  /** Call it for each entry of the history. */
  observe(entry: Entry): void {
    // Other messages have these numbers now.
    if (entry.op === 'phase' && entry.phase === 'restore') this.#said.clear();
    if (entry.op !== 'handed' && entry.op !== 'pushed') return;
    const { conversation, seq, sender, text } = entry;
    if (text.startsWith('(')) return;
    const said = this.#said.get(conversation) ?? [];
    this.#said.set(conversation, said);
    if (said.some((each) => each.seq === seq)) return;
    const isPoll = text.endsWith(POLL);
    said.push({ seq, sender, id: idOf(text), isPoll });
    const alike = said.filter((each) => each.isPoll === isPoll);
    const [oldest] = alike;
    if (oldest === undefined || alike.length <= (isPoll ? KEPT_POLLS : KEPT)) return;
    said.splice(said.indexOf(oldest), 1);
  }

  /** The same content, which now and then answers what was said; so pages quote it. */
  asReply(content: ContentInit, dice: Dice, conversation: number): ContentInit {
    const said = this.#said.get(conversation) ?? [];
    return said.length > 0 && dice.chance(REPLIES) ? { ...content, replyTo: dice.pick(said).seq } : content;
  }

  /** A change of something that was said. Undefined: there is nothing to change yet. */
  change(
    dice: Dice,
    { id, user, conversation }: { id: string; user: number; conversation: number },
  ): ContentInit | undefined {
    const said = this.#said.get(conversation) ?? [];
    if (said.length === 0) return undefined;
    const lot = dice.next();
    if (lot < 0.45) {
      const own = dice.chance(OF_OTHERS) ? said : said.filter(({ sender }) => sender === user);
      if (own.length === 0) return undefined;
      const { seq: target, id: first } = dice.pick(own);
      if (lot < 0.12) return { kind: { case: 'recall', value: { target } } };
      return { kind: { case: 'edit', value: { target, text: `${first} ${wordsOf(id)}` } } };
    }
    const polls = said.filter(({ isPoll }) => isPoll);
    if (lot < 0.65 && polls.length > 0) {
      const { seq: target } = dice.pick(polls);
      const choices = dice.chance(0.2) ? [] : [dice.below(OPTIONS)];
      return { kind: { case: 'vote', value: { target, choices } } };
    }
    const { seq: target } = dice.pick(said);
    return {
      kind: { case: 'reaction', value: { target, emoji: dice.pick(EMOJIS), remove: dice.chance(0.3) } },
    };
  }
}

/** A question with options. */
export function pollOf(id: string): ContentInit {
  const options = Array.from({ length: OPTIONS }, (_, index) => `${wordsOf(id)} ${index}`);
  return { text: `${id} ${wordsOf(id)}`, kind: { case: 'poll', value: { options } } };
}

/** Adds mentions now and then. */
export function withMentions(content: ContentInit, dice: Dice, speakers: readonly User[]): ContentInit {
  const lot = dice.next();
  if (lot > 0.2) return content;
  const mentions = lot < 0.17 ? [dice.pick(speakers).id] : [];
  const mentionAll = mentions.length === 0 ? 'everybody' : 'unspecified';
  const { kind } = content;
  if (kind?.case === 'edit') {
    return { kind: { case: 'edit', value: { ...kind.value, mentions, mentionAll } } };
  }
  return kind === undefined || kind.case === 'poll' ? { ...content, mentions, mentionAll } : content;
}
