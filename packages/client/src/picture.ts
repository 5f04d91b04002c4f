/**
 * What a conversation looks like on a device: its messages, with everything that entries have made of them. Messages may come
 * in any order, in pages and pushes, and several times; the picture is the same in the end.
 *
 * @module
 */
import { completeContent } from '@posthorn/protocol';
import type { Content, Edit, OwnState, State } from '@posthorn/protocol';
import type { Incoming } from './api.ts';
import { entryTarget, targetOf } from './entries.ts';

/** The entries that a device needs to know, besides the states that come with them. */
interface LastEdit {
  readonly seq: number;
  readonly edit: Edit;
}

/** What concerns the user alone of a message, as long as there is nothing. */
export const NOTHING_OWN: OwnState = { reactions: [], choices: [], follows: false, unread: 0, read: 0 };

/** The messages of one conversation that have been added. Keeps them all: an application that shows a part makes a new one. */
export class Picture {
  /** Without entries. */
  readonly #messages = new Map<number, Incoming>();
  readonly #states = new Map<number, State>();
  readonly #own = new Map<number, OwnState>();
  readonly #edits = new Map<number, LastEdit>();
  /** The last edit of each message that has said which buttons it has. */
  readonly #pressable = new Map<number, LastEdit>();
  /** Who has recalled messages, as far as that entry was added. */
  readonly #recallers = new Map<number, number>();
  readonly #now: () => number;

  /** `now`: Unix ms by the server's clock, for messages that vanish. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Adds a message of the log. Returns the seq of the message that it is, or that it belongs to. */
  add(message: Incoming): number {
    const target = targetOf(message.content);
    if (entryTarget(message.content) === 0) this.#keep(message);
    if (message.state !== undefined) this.#takeState(message, message.state);
    if (target === 0) return message.seq;
    this.#takeEntry(target, message);
    return target;
  }

  /** A message as it is now: `content` as last edited, without words if it was recalled or has vanished. Undefined if it was not added. */
  get(seq: number): Incoming | undefined {
    const state = this.#states.get(seq);
    const { vanishesAt = 0 } = state ?? {};
    if (vanishesAt > 0 && vanishesAt <= this.#now()) this.#forgetWords(seq);
    const message = this.#messages.get(seq);
    if (message === undefined) return undefined;
    // What came with it may be the state of the message in whose thread it was said.
    if (state === undefined) return { ...message, state };
    const content = this.#contentOf(message, state);
    return { ...message, content, state: { ...state, own: this.#own.get(seq) ?? NOTHING_OWN } };
  }

  /** All messages as they are now, by seq. Entries are not among them. */
  all(): readonly Incoming[] {
    const seqs = [...this.#messages.keys()].sort((a, b) => a - b);
    return seqs.flatMap((seq) => this.get(seq) ?? []);
  }

  #keep(message: Incoming): void {
    const known = this.#messages.get(message.seq);
    const isNewer = throughOf(message) > (known === undefined ? -1 : throughOf(known));
    if (!isNewer) return;
    const { content } = message;
    const kept = content.kind?.case === 'recalled' ? { ...content, text: '' } : content;
    this.#messages.set(message.seq, { ...message, content: kept });
    if ((this.#states.get(message.seq)?.recalled ?? 0) > 0) this.#forgetWords(message.seq);
  }

  /** Of two states the one that has more entries in it holds. */
  #takeState(message: Incoming, state: State): void {
    const { seq, through, own, also } = state;
    const known = this.#states.get(seq);
    const isNew = known === undefined || through > known.through;
    if (isNew) this.#states.set(seq, state);
    if (state.recalled > 0) this.#forgetWords(seq);
    if (own !== undefined && (isNew || through === known.through)) this.#own.set(seq, own);
    // A push does not say what is ours: that follows from the message itself.
    else if (own === undefined && isNew) this.#takeOwn(message, state, known);
    if (also !== undefined) this.#takeState(message, also);
  }

  #takeOwn(message: Incoming, state: State, before: State | undefined): void {
    const { seq } = state;
    const { kind, thread } = message.content;
    if (thread === seq || kind?.case === 'recall') this.#takeUnread(message, state, before);
    if (!message.isMine) return;
    const own = this.#own.get(seq) ?? NOTHING_OWN;
    if (kind?.case === 'reaction') {
      const { emoji, remove } = kind.value;
      const others = own.reactions.filter((each) => each !== emoji);
      this.#own.set(seq, { ...own, reactions: remove ? others : [...others, emoji] });
    }
    if (kind?.case === 'vote') this.#own.set(seq, { ...own, choices: kind.value.choices });
  }

  /** Something was said in the thread of a message, or taken back there. */
  #takeUnread(
    { content, seq: at, isMine }: Incoming,
    { seq, thread }: State,
    before: State | undefined,
  ): void {
    const own = this.#own.get(seq) ?? NOTHING_OWN;
    const { kind } = content;
    const more = (thread?.count ?? 0) - (before?.thread?.count ?? 0);
    if (kind?.case === 'recall') {
      const isUnread = own.follows && kind.value.target > own.read;
      if (isUnread && more < 0) this.#own.set(seq, { ...own, unread: own.unread + more });
    } else if (isMine) this.#own.set(seq, { ...own, follows: true, unread: 0, read: at });
    else if (own.follows || (before?.thread === undefined && this.#messages.get(seq)?.isMine === true))
      this.#own.set(seq, { ...own, follows: true, unread: own.unread + 1 });
  }

  #forgetWords(seq: number): void {
    this.#edits.delete(seq);
    this.#pressable.delete(seq);
    const own = this.#own.get(seq);
    if (own !== undefined) this.#own.set(seq, { ...own, reactions: [], choices: [] });
    const message = this.#messages.get(seq);
    if (message === undefined || message.content.kind?.case === 'recalled') return;
    const { thread } = message.content;
    const content = completeContent({ thread, kind: { case: 'recalled', value: {} } });
    this.#messages.set(seq, { ...message, content });
  }

  #takeEntry(target: number, { seq, sender, content: { kind } }: Incoming): void {
    if (kind?.case === 'recall') this.#recallers.set(target, this.#recallers.get(target) ?? sender);
    if (kind?.case !== 'edit' || (this.#states.get(target)?.recalled ?? 0) > 0) return;
    const edit = { seq, edit: kind.value };
    if ((this.#edits.get(target)?.seq ?? 0) < seq) this.#edits.set(target, edit);
    if (kind.value.components !== undefined && (this.#pressable.get(target)?.seq ?? 0) < seq)
      this.#pressable.set(target, edit);
  }

  #contentOf(message: Incoming, { edited }: State): Content {
    const { content, seq } = message;
    const { kind } = content;
    if (kind?.case === 'recalled') {
      const by = kind.value.by || (this.#recallers.get(seq) ?? 0);
      return { ...content, kind: { case: 'recalled', value: { by } } };
    }
    const last = this.#edits.get(seq);
    if (last === undefined || last.seq !== edited) return content;
    const { text, mentions, mentionAll } = last.edit;
    const pressable = this.#pressable.get(seq);
    const isLater = pressable !== undefined && pressable.seq > throughOf(message);
    const components = isLater ? pressable.edit.components : content.components;
    const left = components?.rows.length === 0 ? undefined : components;
    return { ...content, text, mentions, mentionAll, components: left };
  }
}

function throughOf({ seq, state }: Incoming): number {
  return state?.seq === seq ? state.through : 0;
}
