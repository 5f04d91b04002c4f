/**
 * A client of MQTT that is cut off at any moment, with gateways that die at any moment: before and after each save, with acks
 * that are lost. Nothing is lost, QoS 2 arrives once, the order of each log is kept, and no packet id means two messages at once.
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { LazyMap } from '../../../src/protocols/mqtt/lazy-map.ts';
import { Outgoing } from '../../../src/protocols/mqtt/outgoing.ts';
import type { Delivery } from '../../../src/protocols/mqtt/outgoing.ts';
import type { KeptSession } from '../../../src/protocols/mqtt/kept-session.ts';
import { KeptSessions, settled } from './support/kept-sessions.ts';

/** Conversations by number: the QoS of each publication of a message in it. `mixed`: somebody subscribes anew all the time. */
const LOGS: readonly (readonly (1 | 2 | 'mixed')[])[] = [[1], [2], [2, 2], [1, 2], ['mixed']];

function qosOf(kind: 1 | 2 | 'mixed', seq: number): 1 | 2 {
  if (kind !== 'mixed') return kind;
  return seq % 2 === 0 ? 1 : 2;
}

interface Publish {
  readonly cmd: 'publish';
  readonly id: number;
  readonly qos: 1 | 2;
  readonly dup: boolean;
  readonly what: string;
}
type ToClient = Publish | { readonly cmd: 'pubrel'; readonly id: number; readonly reason: number };
interface ToGateway {
  readonly cmd: 'puback' | 'pubrec' | 'pubcomp';
  readonly id: number;
}

/** A connection of the client, and the gateway behind it. */
class Link {
  readonly toClient: ToClient[] = [];
  readonly toGateway: ToGateway[] = [];
  readonly #session: KeptSession;
  readonly outgoing: Outgoing;
  readonly #positions: Map<number, number>;
  /** What an earlier connection may have sent. */
  readonly #maybeSent: LazyMap<number, number>;

  constructor(world: World, session: KeptSession) {
    this.#session = session;
    const { outbound } = session.state;
    const maybeSent = new LazyMap<number, number>(outbound.wasCut ? [...world.heads] : []);
    outbound.maybeSent = this.#maybeSent = maybeSent;
    this.#positions = new Map(session.state.outbound.positions);
    this.outgoing = new Outgoing({
      state: session.state.outbound,
      receiveMaximum: world.receiveMaximum,
      save: () => session.save(),
      saveSoon: () => session.saveSoon(),
      release: (id, reason) => this.toClient.push({ cmd: 'pubrel', id, reason }),
      onFailure: (error) => assert.fail(String(error)),
    });
    void this.outgoing.resume((conversation, seq) =>
      Promise.resolve(world.isErased(conversation, seq) ? [] : this.#deliveries(conversation, seq)),
    );
  }

  /** Reads the next message of a log, as a LogReader does. */
  read(world: World, conversation: number): boolean {
    const seq = (this.#positions.get(conversation) ?? 0) + 1;
    if (seq > (world.heads.get(conversation) ?? 0)) return false;
    this.#positions.set(conversation, seq);
    const deliveries = world.isErased(conversation, seq) ? [] : this.#deliveries(conversation, seq);
    this.outgoing.take({ conversation, seq, deliveries });
    return true;
  }

  answered({ cmd, id }: ToGateway): void {
    this.outgoing[cmd](id, 0);
  }

  /** The connection breaks, and the gateway lives long enough to ask for a last save. */
  end(): void {
    this.#session.end({ expirySeconds: undefined, isLost: true });
  }

  die(): void {
    this.#session.close();
  }

  #deliveries(conversation: number, seq: number): readonly Delivery[] {
    return (LOGS[conversation] ?? []).map((kind, variant) => {
      const qos = qosOf(kind, seq);
      const what = `${conversation}/${variant} ${seq}`;
      return {
        variant,
        qos,
        isRepeat: seq <= (this.#maybeSent.get(conversation) ?? 0),
        write: ({ messageId = 0, dup }) => {
          this.toClient.push({ cmd: 'publish', id: messageId, qos, dup, what });
          return true;
        },
      };
    });
  }
}

/** A client as MQTT wants it: it remembers packet ids with QoS 2 between connections, and answers in order. */
class Client {
  /** What its application has got, in order. */
  readonly got: string[] = [];
  /** Packet ids with QoS 2 that are not released, and what they stood for. */
  readonly #received = new Map<number, string>();
  /** In this connection: packet ids that are not completed, from the client's point of view. */
  #open = new Map<number, string>();
  readonly #receiveMaximum: number;

  constructor(receiveMaximum: number) {
    this.#receiveMaximum = receiveMaximum;
  }

  connected(): void {
    this.#open = new Map();
  }

  /** Returns the answer. */
  take(packet: ToClient): ToGateway {
    const { id } = packet;
    if (packet.cmd === 'pubrel') {
      this.#received.delete(id);
      this.#open.delete(id);
      return { cmd: 'pubcomp', id };
    }
    const { what, qos, dup } = packet;
    assert.ok(id > 0);
    assert.ok(!this.#open.has(id), `packet id ${id} is used twice at once`);
    this.#open.set(id, what);
    assert.ok(this.#open.size <= this.#receiveMaximum, 'more than the client takes');
    if (qos === 1) {
      assert.ok(dup || !this.got.includes(what), 'a repeat without DUP');
      this.got.push(what);
      this.#open.delete(id);
      return { cmd: 'puback', id };
    }
    const known = this.#received.get(id);
    if (known !== undefined) {
      assert.equal(what, known, 'a message is taken for a repeat of another one');
      assert.ok(dup);
    } else {
      this.#received.set(id, what);
      this.got.push(what);
    }
    return { cmd: 'pubrec', id };
  }
}

class World {
  readonly receiveMaximum: number;
  readonly heads = new Map<number, number>();
  readonly #erased = new Set<string>();
  readonly #sessions = new KeptSessions();
  readonly #client: Client;
  #link: Link | undefined;

  constructor(receiveMaximum: number) {
    this.receiveMaximum = receiveMaximum;
    this.#client = new Client(receiveMaximum);
  }

  isErased(conversation: number, seq: number): boolean {
    return this.#erased.has(`${conversation} ${seq}`);
  }

  async step(what: number, which: number): Promise<void> {
    const link = (this.#link ??= await this.#connect());
    switch (what) {
      case 0:
      case 1: {
        const conversation = which % LOGS.length;
        this.heads.set(conversation, (this.heads.get(conversation) ?? 0) + 1);
        link.read(this, conversation);
        break;
      }
      case 2:
      case 3:
        this.#clientTakes(link);
        break;
      case 4:
      case 5:
        this.#gatewayTakes(link);
        break;
      case 6:
      case 7:
        this.#sessions.letThrough();
        break;
      case 8:
        this.#sessions.refuse();
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
      default: {
        const conversation = which % LOGS.length;
        const seq = this.heads.get(conversation) ?? 0;
        if (seq > 0) this.#erased.add(`${conversation} ${seq}`);
      }
    }
    await settled();
  }

  /** All trouble ends. */
  async finish(): Promise<void> {
    this.#link?.die();
    await this.#cut(0);
    const link = await this.#connect();
    for (let isBusy = true; isBusy;) {
      isBusy = this.#sessions.hasPending;
      this.#sessions.letThrough();
      for (const conversation of LOGS.keys()) isBusy = link.read(this, conversation) || isBusy;
      isBusy = this.#clientTakes(link) || isBusy;
      isBusy = this.#gatewayTakes(link) || isBusy;
      await settled();
    }
    this.#check();
  }

  async #connect(): Promise<Link> {
    const session = await this.#sessions.open();
    this.#client.connected();
    const link = new Link(this, session);
    await settled();
    return link;
  }

  async #cut(carriedOut: number): Promise<void> {
    await settled();
    this.#sessions.cut(carriedOut % 3);
    this.#link = undefined;
  }

  #clientTakes({ toClient, toGateway }: Link): boolean {
    const packet = toClient.shift();
    if (packet !== undefined) toGateway.push(this.#client.take(packet));
    return packet !== undefined;
  }

  #gatewayTakes(link: Link): boolean {
    const packet = link.toGateway.shift();
    if (packet !== undefined) link.answered(packet);
    return packet !== undefined;
  }

  #check(): void {
    for (const [conversation, variants] of LOGS.entries())
      for (const [variant, kind] of variants.entries()) {
        const topic = `${conversation}/${variant} `;
        const seqs = this.#client.got
          .filter((what) => what.startsWith(topic))
          .map((what) => Number(what.slice(topic.length)));
        const first = [...new Set(seqs)];
        const exact = seqs.filter((seq) => qosOf(kind, seq) === 2);
        assert.equal(new Set(exact).size, exact.length, `QoS 2 came twice in ${topic}`);
        assert.deepEqual(
          first,
          first.toSorted((a, b) => a - b),
          `order of ${topic}`,
        );
        for (let seq = 1; seq <= (this.heads.get(conversation) ?? 0); seq++)
          assert.ok(first.includes(seq) || this.isErased(conversation, seq), `${topic}${seq} is lost`);
      }
  }
}

const STEPS = fc.array(fc.tuple(fc.nat(12), fc.nat(20)), { maxLength: 80, size: 'max' });

it('whatever breaks, a client gets all, QoS 2 once, in order, under packet ids that mean one message', () =>
  fc.assert(
    fc.asyncProperty(fc.constantFrom(1, 2, 5, 100), STEPS, async (receiveMaximum, steps) => {
      const world = new World(receiveMaximum);
      for (const [what, which] of steps) await world.step(what, which);
      await world.finish();
    }),
    { numRuns: 300 },
  ));

it('after a gateway has died, packet ids of its last moments mean nothing new', async () => {
  const sessions = new KeptSessions();
  const ids: number[] = [];
  const connect = async (): Promise<KeptSession> => {
    const session = await sessions.open();
    const outgoing = new Outgoing({
      state: session.state.outbound,
      receiveMaximum: 10,
      save: () => session.save(),
      saveSoon: () => session.saveSoon(),
      release: () => {},
      onFailure: (error) => assert.fail(String(error)),
    });
    session.state.outbound.maybeSent = new LazyMap();
    await outgoing.resume(() => Promise.resolve([]));
    for (const seq of [1, 2, 3]) {
      const write: Delivery['write'] = ({ messageId = 0 }) => ids.push(messageId) > 0;
      outgoing.take({ conversation: 1, seq, deliveries: [{ variant: 0, qos: 1, write }] });
    }
    return session;
  };
  const first = await connect();
  // Nothing of it is kept.
  assert.equal(sessions.hasPending, false);
  first.close();
  const second = await connect();
  assert.equal(new Set(ids).size, 6);
  // An end in order keeps everything.
  second.end({ expirySeconds: undefined, isLost: true });
  sessions.letThrough();
  const third = await sessions.open();
  assert.equal(third.state.outbound.wasCut, false);
  assert.deepEqual(
    [...third.state.outbound.publications].map(([id]) => id),
    ids.slice(3),
  );
  third.close();
});
