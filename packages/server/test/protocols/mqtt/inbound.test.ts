/**
 * A client that publishes while connections and gateways break at any moment, and a router that refuses for now or for good. What
 * was acknowledged is in the log, QoS 2 once, in the order in which it was published.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { completeContent, PosthornError } from '@posthorn/protocol';
import type { Reply, Request, Send } from '@posthorn/protocol';
import { Inbound } from '../../../src/protocols/mqtt/inbound.ts';
import type { Incoming, Outcome } from '../../../src/protocols/mqtt/inbound.ts';
import type { KeptSession } from '../../../src/protocols/mqtt/kept-session.ts';
import { decodeState, encodeState, newState } from '../../../src/protocols/mqtt/state.ts';
import type { SessionState } from '../../../src/protocols/mqtt/state.ts';
import { KeptSessions, settled, StepClock } from './support/kept-sessions.ts';

const CONVERSATIONS = 2;
const RECEIVE_MAXIMUM = 4;
const PACKET_IDS = 6;
/** So that new epochs begin in short runs. */
const MAX_RELEASED = 5;

/** What the client's application publishes. */
interface Said {
  readonly conversation: number;
  readonly qos: 1 | 2;
  readonly text: string;
  readonly clientId: string | undefined;
  readonly isForbidden: boolean;
}

interface Publication extends Said {
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
class Router {
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
class Link {
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

function incomingOf({ id, qos, text, conversation, clientId }: Publication, dup: boolean): Incoming {
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
class Client {
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

class World {
  readonly #sessions = new KeptSessions();
  readonly #router = new Router();
  readonly #client = new Client();
  #link: Link | undefined;
  #count = 0;

  async step(what: number, which: number): Promise<void> {
    const link = (this.#link ??= await this.#connect());
    switch (what) {
      case 0:
      case 1:
        this.#client.publish(link, this.#said(which));
        break;
      case 2:
      case 3:
        this.#gatewayTakes(link);
        break;
      case 4:
      case 5:
        this.#router.letThrough(which === 0);
        break;
      case 6:
      case 7:
        this.#clientTakes(link);
        break;
      case 8:
        this.#sessions.letThrough();
        break;
      case 9:
        this.#sessions.clock.fire();
        break;
      case 10:
        link.end();
        await this.#cut(which);
        break;
      case 11:
        link.die();
        await this.#cut(which);
        break;
      default:
        this.#client.publish(link, this.#said(which));
        await this.#goOn(link);
    }
    await settled();
  }

  async finish(): Promise<void> {
    const link = (this.#link ??= await this.#connect());
    while (this.#client.isBusy || this.#router.hasPending) await this.#goOn(link);
    this.#check();
  }

  /** Everything moves on. */
  async #goOn(link: Link): Promise<void> {
    for (let times = 0; times < 2; times++) {
      this.#gatewayTakes(link);
      await settled();
      this.#router.letThrough(false);
      await settled();
      this.#clientTakes(link);
      this.#gatewayTakes(link);
      await settled();
      this.#sessions.letThrough();
    }
    this.#sessions.clock.fire();
    await settled();
  }

  #said(which: number): Said {
    const count = ++this.#count;
    const isForbidden = which === 7;
    return {
      conversation: 1 + (which % CONVERSATIONS),
      qos: which % 3 === 0 ? 1 : 2,
      text: `${isForbidden ? '!' : ''}${count}`,
      clientId: which === 5 ? `own-${count}` : undefined,
      isForbidden,
    };
  }

  async #connect(): Promise<Link> {
    const session = await this.#sessions.open();
    this.#router.connected();
    const link = new Link(session, this.#router, this.#sessions);
    this.#client.connected(link);
    return link;
  }

  async #cut(carriedOut: number): Promise<void> {
    await settled();
    this.#sessions.cut(carriedOut % 3);
    this.#router.cut(carriedOut % 4);
    this.#link = undefined;
  }

  #gatewayTakes(link: Link): void {
    const packet = link.toGateway.shift();
    if (packet !== undefined) link.take(packet);
  }

  #clientTakes(link: Link): void {
    const packet = link.toClient.shift();
    if (packet !== undefined) this.#client.take(link, packet);
  }

  #check(): void {
    const { said, acked, refused } = this.#client;
    assert.equal(new Set([...acked, ...refused].map(({ text }) => text)).size, said.length);
    for (const each of said) {
      const { text, qos, isForbidden } = each;
      const { length } = this.#router.log.filter((entry) => entry.text === text);
      if (isForbidden) assert.equal(length, 0);
      else if (qos === 2) assert.equal(length, 1, `${text} with QoS 2 is there ${length} times`);
      else assert.ok(length >= 1, `${text} is lost`);
    }
    for (let conversation = 1; conversation <= CONVERSATIONS; conversation++) {
      const texts = this.#router.log.filter((entry) => entry.conversation === conversation);
      const first = [...new Set(texts.map(({ text }) => Number(text)))];
      assert.deepEqual(
        first,
        first.toSorted((a, b) => a - b),
        `the order of conversation ${conversation}`,
      );
    }
  }
}

const STEPS = fc.array(fc.tuple(fc.nat(19), fc.nat(11)), { maxLength: 100, size: 'max' });

it('whatever breaks, what a client publishes is there, QoS 2 once, in order', () =>
  fc.assert(
    fc.asyncProperty(STEPS, async (steps) => {
      const world = new World();
      for (const [what, which] of steps) await world.step(what, which);
      await world.finish();
    }),
    { numRuns: 200 },
  ));

/** A connection whose saves the test ends, and the client ids of what it sends. */
class Scene {
  readonly clientIds: string[] = [];
  readonly inbound: Inbound;
  #saving = Promise.withResolvers<void>();

  readonly outcomes: string[] = [];

  constructor(
    state: SessionState,
    isPresent: boolean,
    answer: () => Promise<Reply> = () => Promise.resolve({ case: 'ack', value: { seq: 1 } }),
  ) {
    this.inbound = new Inbound({
      state,
      isPresent,
      receiveMaximum: RECEIVE_MAXIMUM,
      tellsRefusals: true,
      clock: new StepClock(),
      request: (request) => {
        if (request.case === 'send') this.clientIds.push(request.value.clientId);
        return answer();
      },
      save: () => this.#saving.promise,
      settled: (_incoming, outcome) =>
        void this.outcomes.push('error' in outcome ? outcome.error.code : 'ack'),
      completed: () => {},
      onRoom: () => {},
      onFailure: (error) => assert.fail(String(error)),
      maxReleased: 1,
    });
  }

  async publish(id: number, dup = false, qos: 1 | 2 = 2): Promise<void> {
    const said = { id, qos, conversation: 1, text: 'hi', clientId: undefined } as const;
    this.inbound.publish(incomingOf({ ...said, isForbidden: false, isReceived: false }, dup));
    await settled();
  }

  async saved(): Promise<void> {
    this.#saving.resolve();
    this.#saving = Promise.withResolvers();
    await settled();
  }
}

describe('a new epoch', () => {
  it('is kept before anything is sent in it', async () => {
    const scene = new Scene(newState('uid'), false);
    await scene.publish(1);
    scene.inbound.pubrel(1);
    await scene.publish(2);
    assert.deepEqual(scene.clientIds, ['uid.0.1.0']);
    await scene.saved();
    assert.deepEqual(scene.clientIds, ['uid.0.1.0', 'uid.1.2.0']);
  });

  it('leaves what was not released its client id, also in another connection', async () => {
    const state = newState('uid');
    const first = new Scene(state, false);
    for (const id of [1, 2, 3]) await first.publish(id);
    first.inbound.close();
    const second = new Scene(decodeState(encodeState(state, true)), true);
    second.inbound.pubrel(1);
    await second.saved();
    await second.publish(2, true);
    await second.publish(1);
    assert.deepEqual(second.clientIds, ['uid.0.2.0', 'uid.1.1.0']);
  });
});

it('a repeat with QoS 1 is that of the last connection, and of no earlier one', async () => {
  let state = newState('uid');
  /** The router answers nobody before the connection breaks. */
  const connection = async (
    isPresent: boolean,
    ...packets: readonly (readonly [id: number, dup: boolean])[]
  ) => {
    state.inbound.connections++;
    const scene = new Scene(state, isPresent, () => new Promise(() => {}));
    for (const [id, dup] of packets) await scene.publish(id, dup, 1);
    scene.inbound.close();
    state = decodeState(encodeState(state, true));
    return scene.clientIds;
  };
  assert.deepEqual(await connection(false, [1, false], [2, false]), ['uid.1.1', 'uid.1.2']);
  assert.deepEqual(await connection(true, [1, true]), ['uid.1.1']);
  // Here the client has begun anew, and what it published with these packet ids has not come.
  assert.deepEqual(await connection(true, [1, true], [2, true]), ['uid.1.1', 'uid.3.1']);
});

it('what cannot be read is refused and does not hold up what follows', async () => {
  const scene = new Scene(newState('uid'), false);
  const fault = () => Promise.reject(new TypeError('a fault of ours'));
  scene.inbound.publish({ qos: 1, messageId: 1, dup: false, bytes: 0, prepare: fault });
  await scene.publish(2, false, 1);
  assert.deepEqual(scene.outcomes, ['INTERNAL', 'ack']);
});

it('a client that publishes much at once is not read on', () => {
  const scene = new Scene(newState('uid'), false, () => new Promise(() => {}));
  const prepare = () => new Promise<never>(() => {});
  for (let count = 0; count < 3; count++) {
    assert.equal(scene.inbound.isFull, false);
    scene.inbound.publish({ qos: 0, messageId: 0, dup: false, bytes: 400_000, prepare });
  }
  assert.equal(scene.inbound.isFull, true);
});
