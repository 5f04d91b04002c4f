/**
 * The evidence for the checks: a history and the resulting log. Restoring a backup ends one era and starts another.
 * Each era has its own history and log, and the later one refers to the earlier one.
 *
 * @module
 */
import type { Entry, PhaseFact, ReadFact, SendFact, SightFact } from '../history.ts';
import { NOTHING_QUIET } from '../account.ts';
import type { Quiet } from '../account.ts';
import { fingerprint } from '../fingerprint.ts';
import { foldOf, targetOf } from './fold.ts';
import type { Fold, Line } from './fold.ts';
import type { PlaceInfo } from '../places.ts';
import type { Log, LogMessage } from './log.ts';
import { intervalsOf, isInside } from './membership.ts';
import type { Intervals } from './membership.ts';

export interface EvidenceParts {
  readonly entries: readonly Entry[];
  readonly log: Log;
  /** The log as a restarted server read it from the database; undefined: not read again. */
  readonly reread?: Log | undefined;
  readonly places: readonly PlaceInfo[];
  readonly convergeWithinMs: number;
  readonly previous?: Evidence | undefined;
  /** What was seen at the end. */
  readonly quiet?: Quiet;
}

/** One send, with all its tries. */
export interface Send {
  readonly id: string;
  readonly first: Entry & SendFact;
  readonly acks: readonly (Entry & SendFact)[];
  readonly failure: (Entry & SendFact) | undefined;
  /** Its last entry. */
  readonly last: Entry & SendFact;
}

export class Evidence {
  readonly #parts: EvidenceParts;
  readonly #intervals = new Map<number, Intervals>();
  readonly #visible = new Map<string, readonly LogMessage[]>();
  readonly #folds = new Map<number, Fold>();
  #whole: Log | undefined;
  #sends: ReadonlyMap<string, Send> | undefined;

  constructor(parts: EvidenceParts) {
    this.#parts = parts;
  }

  /** This evidence with only a part of the history. */
  with(entries: readonly Entry[]): Evidence {
    return new Evidence({ ...this.#parts, entries });
  }

  get entries(): readonly Entry[] {
    return this.#parts.entries;
  }

  /** The log that devices must have by the end. */
  get log(): Log {
    return this.#parts.log;
  }

  /** The log, with later messages that were found when it was read again. */
  get whole(): Log {
    return (this.#whole ??= new Map(
      [...this.log].map(([id, messages]) => {
        const again = this.reread?.get(id) ?? [];
        return [id, [...messages, ...again.slice(messages.length)]];
      }),
    ));
  }

  get reread(): Log | undefined {
    return this.#parts.reread;
  }

  get quiet(): Quiet {
    return this.#parts.quiet ?? NOTHING_QUIET;
  }

  get places(): readonly PlaceInfo[] {
    return this.#parts.places;
  }

  get convergeWithinMs(): number {
    return this.#parts.convergeWithinMs;
  }

  get previous(): Evidence | undefined {
    return this.#parts.previous;
  }

  /** The name of a conversation, for display. */
  nameOf(conversation: number): string {
    return this.places.find(({ id }) => id === conversation)?.name ?? `conversation ${conversation}`;
  }

  at(conversation: number, seq: number): LogMessage | undefined {
    const messages = this.whole.get(conversation) ?? [];
    const likely = messages[seq - 1];
    return likely?.seq === seq ? likely : messages.find((message) => message.seq === seq);
  }

  /** Whether a message that was seen or acked in entry `n` came too late for the log, which was read before. */
  isBehind(n: number, conversation: number, seq: number): boolean {
    const read = this.phase('read');
    const last = this.whole.get(conversation)?.at(-1)?.seq ?? 0;
    return read !== undefined && n > read.n && seq > last;
  }

  /** Whether a user may see a message of a conversation, by the events in its log (promise 9). */
  maySee(user: number, conversation: number, seq: number): boolean {
    const place = this.places.find(({ id }) => id === conversation);
    switch (place?.kind) {
      case 'room':
        return true;
      case 'direct':
        return place.users.includes(user);
      case 'group':
        return isInside(this.#intervalsOf(conversation), user, seq);
      case undefined:
        return false;
    }
  }

  /** The seq with which a user has left a group for now; Infinity: they have not. */
  leftWith(user: number, conversation: number): number {
    const place = this.places.find(({ id }) => id === conversation);
    if (place?.kind !== 'group') return Infinity;
    return this.#intervalsOf(conversation).get(user)?.at(-1)?.to ?? Infinity;
  }

  /** The messages of a conversation that a user may see. */
  visible(user: number, conversation: number): readonly LogMessage[] {
    const key = `${user}/${conversation}`;
    const known = this.#visible.get(key);
    if (known !== undefined) return known;
    const found = (this.log.get(conversation) ?? []).filter(({ seq }) =>
      this.maySee(user, conversation, seq),
    );
    this.#visible.set(key, found);
    return found;
  }

  get sends(): ReadonlyMap<string, Send> {
    return (this.#sends ??= sendsOf(this.entries));
  }

  /** The first ack of each message, by conversation and seq as "7/12". */
  firstAcks(): ReadonlyMap<string, Entry & SendFact> {
    const acks = new Map<string, Entry & SendFact>();
    for (const entry of this.entries) {
      if (entry.op !== 'send' || entry.stage !== 'ok') continue;
      const key = `${entry.conversation}/${entry.seq}`;
      if (!acks.has(key)) acks.set(key, entry);
    }
    return acks;
  }

  /** Reads that were answered, each with the entry with which it began. */
  *answeredReads(): Generator<readonly [start: Entry & ReadFact, answer: Entry & ReadFact]> {
    const began = new Map<string, Entry & ReadFact>();
    for (const entry of this.entries) {
      if (entry.op !== 'read') continue;
      if (entry.stage === 'invoke') began.set(entry.id, entry);
      const start = began.get(entry.id);
      if (entry.stage === 'ok' && start !== undefined) yield [start, entry];
    }
  }

  /** The messages that each device's application got, in order, by device and conversation. */
  handed(): ReadonlyMap<string, readonly (Entry & SightFact)[]> {
    const sights = this.entries.filter((entry): entry is Entry & SightFact => entry.op === 'handed');
    return Map.groupBy(sights, ({ who, conversation }) => `${who}/${conversation}`);
  }

  /** The start of the last phase of that name. */
  phase(name: PhaseFact['phase']): (Entry & PhaseFact) | undefined {
    return this.entries.findLast(
      (entry): entry is Entry & PhaseFact => entry.op === 'phase' && entry.phase === name,
    );
  }

  /** The places of our messages in the log, by id. */
  positions(): ReadonlyMap<string, readonly LogMessage[]> {
    const spoken = [...this.whole.values()].flat().filter(({ event }) => event === undefined);
    return Map.groupBy(spoken, ({ id }) => id);
  }

  /** What has become of the messages of a conversation, by seq. */
  fold(conversation: number): Fold {
    const known = this.#folds.get(conversation) ?? foldOf(this.whole.get(conversation) ?? []);
    this.#folds.set(conversation, known);
    return known;
  }

  /** A send of this era or of the one before. */
  sendOf(id: string): Send | undefined {
    return this.sends.get(id) ?? this.previous?.sendOf(id);
  }

  /** What somebody may have seen at a place of the log: what was sent, and what changes have made of it. */
  forms(message: LogMessage): ReadonlySet<string> {
    const { conversation, seq, id, content } = message;
    const forms = new Set<string>();
    const sent = this.sendOf(id)?.first.text;
    if (sent !== undefined) forms.add(sent);
    const target = targetOf(content);
    const line = this.fold(conversation).get(target || seq);
    if (line === undefined) return forms;
    // An edit loses its words with the message that it changes.
    if (target > 0 && line.recall !== undefined && content.kind?.case === 'edit') forms.add(wordless(target));
    if (target === 0) for (const form of this.formsSince(line, 0)) forms.add(form);
    return forms;
  }

  /** What changes from a seq on have made of a message. */
  formsSince({ entries, recall }: Line, seq: number): readonly string[] {
    const edits = entries.filter((entry) => entry.seq >= seq && entry.content.kind?.case === 'edit');
    const words = edits.flatMap(({ id }) => this.sendOf(id)?.first.words ?? []);
    return recall === undefined ? words : [...words, recalledBy(recall.sender)];
  }

  #intervalsOf(conversation: number): Intervals {
    const known = this.#intervals.get(conversation);
    if (known !== undefined) return known;
    const intervals = intervalsOf(this.whole.get(conversation) ?? []);
    this.#intervals.set(conversation, intervals);
    return intervals;
  }
}

/** An edit without its words. */
export function wordless(target: number): string {
  return fingerprint({
    text: '',
    kind: {
      case: 'edit',
      value: { target, text: '', mentions: [], mentionAll: 'unspecified', components: undefined },
    },
  });
}

/** A message that was recalled. */
export function recalledBy(by: number): string {
  return fingerprint({ text: '', kind: { case: 'recalled', value: { by } } });
}

function sendsOf(entries: readonly Entry[]): ReadonlyMap<string, Send> {
  const facts = entries.filter((entry): entry is Entry & SendFact => entry.op === 'send');
  const sends = new Map<string, Send>();
  for (const [id, tries] of Map.groupBy(facts, (fact) => fact.id)) {
    const first = tries.find(({ stage }) => stage === 'invoke');
    const last = tries.at(-1);
    if (first === undefined || last === undefined) continue;
    const acks = tries.filter(({ stage }) => stage === 'ok');
    const failure = tries.find(({ stage }) => stage === 'fail');
    sends.set(id, { id, first, acks, failure, last });
  }
  return sends;
}
