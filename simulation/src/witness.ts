/**
 * Observes what applications send and get, and reports a broken promise at once. At the end it checks that everything
 * arrived.
 *
 * @module
 */
import { Picture } from '@posthorn/client';
import type { ContentInit, Incoming, SendAck } from '@posthorn/client';
import type { PosthornError } from '@posthorn/protocol';
import type { Device, Handed } from './device.ts';
import type { Entry, Ledger } from './ledger.ts';
import type { SimulatedStore } from './store.ts';
import { Violation } from './violation.ts';

/** A message that an application sent. */
export interface Sent {
  readonly device: Device;
  readonly clientId: string;
  readonly content: ContentInit;
  ack: SendAck | undefined;
  /** The history of the log to which the ack belongs. */
  ackHistory: number;
  failure: string | undefined;
  /** Another text is sent under the same id; that send must fail. */
  hasRival: boolean;
  /** It was sent again later: after a restore the log may have that one. */
  isResent: boolean;
}

/** What one device got of one conversation. */
interface View {
  last: number;
  /** The history of the log to which `last` belongs. */
  history: number;
  life: number;
  /** The latest message for each seq. */
  readonly entries: Map<number, Entry>;
  /**
   * What its application shows of it, in all its lives: applications keep what they were handed. Undefined: nobody knows
   * what of it is of a lost log.
   */
  picture: Picture | undefined;
  /** The last seq that the picture knows of. */
  reach: number;
}

export interface Counts {
  sent: number;
  acked: number;
  failed: number;
  handed: number;
  commits: number;
}

export class Witness {
  readonly #store: SimulatedStore;
  readonly sent: Sent[] = [];
  readonly #byClientId = new Map<string, Sent>();
  readonly #views = new Map<string, View>();
  /** First positions of a life, by device and conversation. */
  readonly #beginnings = new Map<Device, Map<number, number>>();
  readonly #makePicture: () => Picture;
  readonly counts: Counts = { sent: 0, acked: 0, failed: 0, handed: 0, commits: 0 };

  constructor(store: SimulatedStore, makePicture: () => Picture = () => new Picture()) {
    this.#store = store;
    this.#makePicture = makePicture;
  }

  find(clientId: string): Sent | undefined {
    return this.#byClientId.get(clientId);
  }

  noteSent(device: Device, clientId: string, content: ContentInit): Sent {
    const sent: Sent = {
      device,
      clientId,
      content,
      ack: undefined,
      ackHistory: 0,
      failure: undefined,
      hasRival: false,
      isResent: false,
    };
    this.sent.push(sent);
    this.#byClientId.set(clientId, sent);
    this.counts.sent++;
    return sent;
  }

  /** A device is turned on with its stored state. `wasClosed`: it had been turned off gracefully. */
  noteStart(device: Device, conversations: Iterable<number>, wasClosed: boolean): void {
    const positions = new Map<number, number>();
    for (const conversation of conversations) {
      const [seq = 0] = (device.disk.get(`p/${conversation}`) ?? []) as number[];
      const history = this.#views.get(key(device, conversation))?.history ?? this.#store.ledgers.length;
      positions.set(conversation, seq);
      if (history === this.#store.ledgers.length) this.#checkKept(device, conversation, seq, wasClosed);
    }
    this.#beginnings.set(device, positions);
  }

  /** The log was restored: acked messages may be gone. */
  noteRestore(): void {
    for (const sent of this.sent) sent.failure = sent.ack === undefined ? sent.failure : undefined;
  }

  noteAck(device: Device, { conversation, seq, time, clientId }: SendAck): void {
    const about = [clientId, `c${conversation}`];
    const isWritten = this.#store.ledgers.some((ledger) => {
      const entry = ledger.at(conversation, seq);
      return entry?.clientId === clientId && entry.sender === device.self && entry.time === time;
    });
    if (!isWritten) {
      throw new Violation(
        '1 durable ack',
        `${clientId} was acked as c${conversation}/${seq}, which is not so`,
        about,
      );
    }
    const sent = this.#byClientId.get(clientId);
    if (sent === undefined) return;
    const history = this.#store.ledgers.length;
    if (sent.ack === undefined) this.counts.acked++;
    else if (
      sent.ackHistory === history &&
      (sent.ack.seq !== seq || sent.ack.conversation !== conversation)
    ) {
      throw new Violation('2 idempotent', `${clientId} was acked as ${sent.ack.seq} and as ${seq}`, about);
    }
    // A device with a failing disk may be unable to forget a refused message, and then sends it again at its next
    // start.
    if (sent.failure !== undefined && !sent.hasRival && device.disk.isReliable) {
      throw new Violation('8 knows', `${clientId} failed with ${sent.failure} and was acked later`, about);
    }
    sent.ack = { conversation, seq, time, clientId };
    sent.ackHistory = history;
  }

  noteFailure(clientId: string, error: PosthornError): void {
    const sent = this.#byClientId.get(clientId);
    if (sent === undefined || sent.hasRival) return;
    if (sent.failure === undefined) this.counts.failed++;
    sent.failure = error.code;
    const { device } = sent;
    const isAcked = sent.ack !== undefined && sent.ackHistory === this.#store.ledgers.length;
    if (isAcked || this.#store.ledger.sent(device.self, clientId) !== undefined) {
      throw new Violation('8 knows', `${clientId} failed with ${error.code} and is in the log`, [clientId]);
    }
  }

  noteHanded(device: Device, handed: Handed): Entry {
    const { conversation, seq, content, sender } = handed.message;
    const about = [device.name, `c${conversation}`];
    const place = `c${conversation}/${seq} ("${content.text}" by u${sender})`;
    this.counts.handed++;
    const found = this.#match(handed);
    if (found === undefined) {
      throw new Violation(
        '3 order',
        `${device.name} was handed ${place}, which the log has otherwise`,
        about,
      );
    }
    const log = found.ledger.log(conversation);
    if (log?.isVisible(device.self, seq) !== true) {
      throw new Violation(
        '9 only to whom',
        `${device.name} was handed ${place}, which is not theirs to see`,
        about,
      );
    }
    this.#checkPlace(device, handed, found);
    return found.entry;
  }

  /** An application has read a page of the current history of the log, and shows it. */
  notePage(device: Device, messages: readonly Incoming[]): void {
    for (const message of messages) show(this.#viewOf(device, message.conversation), message);
  }

  /** What a device shows of a conversation. Undefined: nobody knows what it has of the current history of the log. */
  pictureOf(device: Device, conversation: number): Picture | undefined {
    const view = this.#views.get(key(device, conversation));
    return view?.history === this.#store.ledgers.length ? view.picture : undefined;
  }

  /** What a device still lacks; undefined: it has everything of the current history of the log. */
  missing(device: Device): string | undefined {
    for (const [conversation, log] of this.#store.ledger.logs) {
      const view = this.#views.get(key(device, conversation));
      for (const entry of log.entries) {
        if (!log.isVisible(device.self, entry.seq)) continue;
        const had = view?.entries.get(entry.seq);
        if (had === entry || (had !== undefined && isSame(had, entry))) continue;
        return `c${conversation}/${entry.seq}`;
      }
    }
    return undefined;
  }

  #checkKept(device: Device, conversation: number, kept: number, wasClosed: boolean): void {
    const log = this.#store.ledger.log(conversation);
    const view = this.#views.get(key(device, conversation));
    const last = view?.last ?? 0;
    const next = log?.nextVisible(device.self, last);
    const about = [device.name, `c${conversation}`];
    if (next !== undefined && next <= kept) {
      const words = `${device.name} keeps c${conversation}/${kept} and was handed up to ${last}`;
      throw new Violation('5 exactly once', words, about);
    }
    const again = log?.nextVisible(device.self, kept);
    // A later life need not regain what a crash has cost.
    const isOwn = wasClosed && view?.life === device.life;
    if (isOwn && device.disk.isReliable && again !== undefined && again <= last) {
      const words = `${device.name} forgot that it had c${conversation}/${last} when it was closed`;
      throw new Violation('5 exactly once', words, about);
    }
  }

  /** The latest history of the log that has this message. */
  #match({
    message,
  }: Handed): { readonly ledger: Ledger; readonly entry: Entry; readonly history: number } | undefined {
    const { conversation, seq, sender, time, content } = message;
    const { ledgers } = this.#store;
    for (let history = ledgers.length; history > 0; history--) {
      const ledger = ledgers[history - 1];
      const entry = ledger?.at(conversation, seq);
      if (ledger === undefined || entry?.sender !== sender || entry.time !== time) continue;
      if (ledger.log(conversation)?.hasBeen(seq, content) === true) return { ledger, entry, history };
    }
    return undefined;
  }

  /** Promise 5: the next message is the next one that this user may see. */
  #checkPlace(
    device: Device,
    { message, life }: Handed,
    { ledger, entry, history }: { readonly ledger: Ledger; readonly entry: Entry; readonly history: number },
  ): void {
    const { conversation, seq } = message;
    const view = this.#viewOf(device, conversation);
    const isFirst = view.life !== life;
    const beginning = this.#beginnings.get(device)?.get(conversation);
    const after = isFirst ? (beginning ?? 0) : view.last;
    const log = ledger.log(conversation);
    const expected = log?.nextVisible(device.self, after);
    // The first position of a life may be from before a restore, if its predecessor could not store later ones.
    const hasRestored = isFirst ? history > 1 : history !== view.history;
    const isAnew = hasRestored && seq === log?.nextVisible(device.self, 0);
    if (seq !== expected && !isAnew) {
      const about = [device.name, `c${conversation}`];
      const words = `${device.name} was handed c${conversation}/${seq} after ${after}, not ${expected ?? 'nothing'}`;
      throw new Violation('5 exactly once', words, about);
    }
    if (isAnew) {
      // What it has of the lost log, it throws away.
      view.picture = this.#makePicture();
      view.entries.clear();
      view.reach = 0;
    } else if (history !== view.history && view.reach >= seq) {
      // It knew more than its position says, and nobody tells it what of that is of the lost log.
      view.picture = undefined;
    }
    view.last = seq;
    view.history = history;
    view.life = life;
    view.entries.set(seq, entry);
    show(view, message);
  }

  #viewOf(device: Device, conversation: number): View {
    const id = key(device, conversation);
    const view = this.#views.get(id) ?? {
      last: 0,
      history: 0,
      life: 0,
      entries: new Map<number, Entry>(),
      picture: this.#makePicture(),
      reach: 0,
    };
    this.#views.set(id, view);
    return view;
  }
}

function show(view: View, message: Incoming): void {
  view.picture?.add(message);
  view.reach = Math.max(view.reach, message.seq, message.state?.through ?? 0);
}

function key(device: Device, conversation: number): string {
  return `${device.name} ${conversation}`;
}

function isSame(a: Entry, b: Entry): boolean {
  return a.sender === b.sender && a.time === b.time && Buffer.compare(a.content, b.content) === 0;
}
