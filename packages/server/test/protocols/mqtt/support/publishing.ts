/** A client that publishes, its connections to gateways, and their router, as a test moves them. */
import assert from 'node:assert/strict';
import { completeContent, PosthornError } from '@posthorn/protocol';
import type { Reply, Request, Send } from '@posthorn/protocol';
import { Inbound } from '../../../../src/protocols/mqtt/inbound.ts';
import type { Incoming, Outcome } from '../../../../src/protocols/mqtt/inbound.ts';
import type { KeptSession } from '../../../../src/protocols/mqtt/kept-session.ts';
import type { KeptSessions } from './kept-sessions.ts';

export const CONVERSATIONS = 2;
export const RECEIVE_MAXIMUM = 4;
const PACKET_IDS = 6;
/** So that new epochs begin in short runs. */
const MAX_RELEASED = 5;

/** What the client's application publishes. */
export interface Said {
  readonly conversation: number;
  readonly qos: 1 | 2;
  readonly text: string;
  readonly clientId: string | undefined;
  readonly isForbidden: boolean;
}

export interface Publication extends Said {
  readonly id: number;
  /** PUBREC has come: PUBREL is what is repeated. */
  isReceived: boolean;
}

type ToGateway =
  | { readonly cmd: 'publish'; readonly publication: Publication; readonly dup: boolean }
  | { readonly cmd: 'pubrel'; readonly id: number };
type ToClient =
  | { readonly cmd: 'ack'; readonly id: number; readonly outcome: Outcome }
  | { readonly cmd: 'pubcomp'; readonly id: number };

/** A log by client ids, which holds up what comes behind a refused send (promise 4). */
export class Router {
  readonly log: { readonly conversation: number; readonly text: string }[] = [];
  readonly #byClientId = new Map<string, { readonly text: string; readonly seq: number } | undefined>();
  #pending: { readonly send: Send; readonly answer: PromiseWithResolvers<Reply> }[] = [];
  /** By conversation, the orders of sends that must be tried again first. */
  #held = new Map<number, Set<number>>();

  request(request: Request): Promise<Reply> {
    assert.ok(request.case === 'send');
    const answer = Promise.withResolvers<Reply>();
    this.#pending.push({ send: request.value, answer });
    return answer.promise;
  }

  /** Another gateway's connection, of which the router knows nothing. */
  connected(): void {
    this.#held = new Map();
  }

  get hasPending(): boolean {
    return this.#pending.length > 0;
  }

  /** Carries out the oldest send and answers; `mayRefuse`: some are refused for now. */
  letThrough(mayRefuse: boolean): void {
    const next = this.#pending.shift();
    if (next === undefined) return;
    const { send, answer } = next;
    const held = this.#heldBehind(send);
    if (mayRefuse || [...held].some((order) => order < send.order)) {
      held.add(send.order);
      answer.reject(new PosthornError(mayRefuse ? 'UNAVAILABLE' : 'HELD', 'for now'));
      return;
    }
    held.delete(send.order);
    const reply = this.#append(send);
    if (reply instanceof PosthornError) answer.reject(reply);
    else answer.resolve(reply);
  }

  /** The gateway dies: the router carries out the first of what it was asked for, and answers nobody. */
  cut(carriedOut: number): void {
    for (const { send } of this.#pending.slice(0, carriedOut))
      if (this.#heldBehind(send).size === 0) this.#append(send);
    this.#pending = [];
  }

  #heldBehind({ target }: Send): Set<number> {
    const conversation = target?.value ?? 0;
    const held = this.#held.get(conversation) ?? new Set();
    this.#held.set(conversation, held);
    return held;
  }

  #append({ clientId, content, target }: Send): Reply | PosthornError {
    const text = content?.text ?? '';
    const isKnown = this.#byClientId.has(clientId);
    const known = this.#byClientId.get(clientId);
    if (isKnown && known === undefined) return new PosthornError('FORBIDDEN', 'refused before');
    if (known !== undefined) {
      assert.equal(known.text, text, `the client id ${clientId} stands for two messages`);
      return { case: 'ack', value: { seq: known.seq } };
    }
    if (text.startsWith('!')) {
      this.#byClientId.set(clientId, undefined);
      return new PosthornError('FORBIDDEN', 'for good');
    }
    const seq = this.log.push({ conversation: target?.value ?? 0, text });
    this.#byClientId.set(clientId, { text, seq });
    return { case: 'ack', value: { seq } };
  }
}

/** A connection, and the gateway behind it. */
export class Link {
  readonly toClient: ToClient[] = [];
  readonly toGateway: ToGateway[] = [];
  readonly #session: KeptSession;
  readonly #inbound: Inbound;

  constructor(session: KeptSession, router: Router, sessions: KeptSessions) {
    this.#session = session;
    this.#inbound = new Inbound({
      state: session.state,
      isPresent: session.isPresent,
      receiveMaximum: RECEIVE_MAXIMUM,
      tellsRefusals: true,
      clock: sessions.clock,
      request: (request) => router.request(request),
      save: () => session.save(),
      settled: ({ messageId }, outcome) => this.toClient.push({ cmd: 'ack', id: messageId, outcome }),
      completed: (id) => this.toClient.push({ cmd: 'pubcomp', id }),
      onRoom: () => {},
      onFailure: (error) => assert.fail(String(error)),
      maxReleased: MAX_RELEASED,
    });
  }

  take(packet: ToGateway): void {
    if (packet.cmd === 'pubrel') this.#inbound.pubrel(packet.id);
    else this.#inbound.publish(incomingOf(packet.publication, packet.dup));
  }

  end(): void {
    this.#inbound.close();
    this.#session.end({ expirySeconds: undefined, isLost: true });
  }

  die(): void {
    this.#inbound.close();
    this.#session.close();
  }
}

export function incomingOf({ id, qos, text, conversation, clientId }: Publication, dup: boolean): Incoming {
  return {
    qos,
    messageId: id,
    dup,
    bytes: text.length,
    prepare: () =>
      Promise.resolve({
        target: { case: 'conversation', value: conversation },
        content: completeContent({ text }),
        ...(clientId !== undefined && { clientId }),
      }),
  };
}

/** A client as MQTT wants it: it keeps what is not completed, and repeats it first when it comes back. */
export class Client {
  /** In the order of their first attempts. */
  readonly #open = new Map<number, Publication>();
  readonly acked: Said[] = [];
  readonly refused: Said[] = [];
  readonly said: Said[] = [];

  get isBusy(): boolean {
    return this.#open.size > 0;
  }

  publish(link: Link, said: Said): void {
    if (this.#open.size >= RECEIVE_MAXIMUM) return;
    // Few packet ids, which are used again as soon as they may be.
    const first = this.said.length % PACKET_IDS;
    const ids = Array.from({ length: PACKET_IDS }, (_, at) => ((first + at) % PACKET_IDS) + 1);
    const id = ids.find((each) => !this.#open.has(each)) ?? 0;
    const publication = { ...said, id, isReceived: false };
    this.said.push(said);
    this.#open.set(id, publication);
    link.toGateway.push({ cmd: 'publish', publication, dup: false });
  }

  connected(link: Link): void {
    for (const publication of this.#open.values())
      link.toGateway.push(
        publication.isReceived
          ? { cmd: 'pubrel', id: publication.id }
          : { cmd: 'publish', publication, dup: true },
      );
  }

  take(link: Link, packet: ToClient): void {
    const publication = this.#open.get(packet.id);
    assert.ok(publication !== undefined, 'an ack of nothing');
    if (packet.cmd === 'pubcomp') {
      assert.ok(publication.isReceived);
      this.#open.delete(packet.id);
      return;
    }
    if ('error' in packet.outcome) {
      assert.equal(packet.outcome.error.code, 'FORBIDDEN');
      this.refused.push(publication);
      this.#open.delete(packet.id);
      return;
    }
    this.acked.push(publication);
    if (publication.qos === 1) {
      this.#open.delete(packet.id);
      return;
    }
    publication.isReceived = true;
    link.toGateway.push({ cmd: 'pubrel', id: packet.id });
  }
}
