/**
 * The state of a session, and the bytes by which the store keeps it between connections.
 *
 * @module
 */
import { decodeKeptState, encodeKeptState } from '../../generated/mqtt.ts';
import type { KeptInbound, KeptState } from '../../generated/mqtt.ts';
import { LazyMap } from './lazy-map.ts';
import type { QoS } from './packets.ts';
import type { Subscription } from './subscriptions.ts';

/** Changed in place by the parts that it belongs to. */
export class SessionState {
  /** Random. Begins the client ids under which what the client publishes is sent. */
  readonly uid: string;
  /** See Subscriptions.save(). */
  subscriptions: readonly Subscription[];
  readonly outbound: OutboundState;
  /** Connections that the session has had. */
  connections: number;
  #inbound: InboundState | undefined;

  constructor({ uid, subscriptions, outbound, inbound, connections }: StateParts) {
    this.uid = uid;
    this.subscriptions = subscriptions;
    this.outbound = outbound;
    this.#inbound = inbound;
    this.connections = connections;
  }

  /** Made at first use: many clients only listen. */
  get inbound(): InboundState {
    return (this.#inbound ??= newInbound());
  }

  get hasInbound(): boolean {
    return this.#inbound !== undefined;
  }
}

interface StateParts extends Pick<SessionState, 'uid' | 'subscriptions' | 'outbound' | 'connections'> {
  /** Undefined: the client has published nothing. */
  readonly inbound: InboundState | undefined;
}

/** Publications on their way to the client. */
export interface OutboundState {
  /** By conversation, the seq up to which everything is on its way, or has arrived, or is not for this client. */
  readonly positions: LazyMap<number, number>;
  /** By packet id, in the order in which they were sent. */
  readonly publications: LazyMap<number, Publication>;
  /** By conversation, the message behind the position, if only its first publications are on their way. */
  readonly parts: LazyMap<number, MessagePart>;
  /** The packet id that was given last; 0: none. */
  lastId: number;
  /** An earlier connection may have sent more with QoS 0 and 1 than is noted here. */
  readonly wasCut: boolean;
  /** If it was cut, up to which seq of each conversation. Undefined: that is not known yet. */
  maybeSent: LazyMap<number, number> | undefined;
}

/** A PUBLISH to the client that is not completed. */
export interface Publication {
  readonly conversation: number;
  readonly seq: number;
  /** Tells the publications of one message apart. */
  readonly variant: number;
  readonly qos: 1 | 2;
  /** PUBREC has come: the PUBLISH is not repeated, only PUBREL. */
  isReceived: boolean;
}

/** Publications of a message up to a variant. */
export interface MessagePart {
  readonly seq: number;
  readonly variant: number;
}

/** What the client has published; see docs/adr/0045. */
export interface InboundState {
  epoch: number;
  /** By packet id, how often the client has released it in this epoch. */
  readonly released: LazyMap<number, number>;
  /** By packet id, the client ids of what is not released yet and was sent in an earlier epoch or connection. */
  readonly open: LazyMap<number, string>;
  /**
   * By packet id, the client ids of publications with QoS 1 that came in this connection and are not acknowledged. Kept when it
   * ends, and at no other time: an outdated one would take a new message for an earlier one.
   */
  readonly unacknowledged: LazyMap<number, string>;
  /**
   * Those of the connection before. The client repeats them in this connection or has forgotten them, and may use their packet
   * ids for something else.
   */
  readonly earlier: LazyMap<number, string>;
  /** The last connection has noted in `open` whatever was not released when it ended. */
  isExact: boolean;
}

export function newState(uid: string): SessionState {
  return new SessionState({
    uid,
    subscriptions: [],
    outbound: {
      positions: new LazyMap(),
      publications: new LazyMap(),
      parts: new LazyMap(),
      lastId: 0,
      wasCut: false,
      maybeSent: undefined,
    },
    inbound: undefined,
    connections: 0,
  });
}

function newInbound(): InboundState {
  return {
    epoch: 0,
    released: new LazyMap(),
    open: new LazyMap(),
    unacknowledged: new LazyMap(),
    earlier: new LazyMap(),
    isExact: false,
  };
}

/** `isFinal`: nothing changes any more in this connection. */
export function encodeState(state: SessionState, isFinal: boolean): Uint8Array {
  const { uid, subscriptions, outbound, connections } = state;
  const inbound = state.hasInbound ? state.inbound : newInbound();
  const { positions, publications, parts, lastId } = outbound;
  return encodeKeptState({
    uid,
    subscriptions,
    positions: pairsOf(positions),
    publications: [...publications].map(([messageId, publication]) => ({ messageId, ...publication })),
    parts: [...parts].map(([conversation, part]) => ({ conversation, ...part })),
    lastId,
    isFinal: isFinal && isCertain(outbound),
    inbound: {
      epoch: inbound.epoch,
      released: [...inbound.released].flat(),
      open: keysOf(inbound.open),
      unacknowledged: isFinal ? keysOf(inbound.unacknowledged) : [],
      connections,
      isExact: isFinal && inbound.isExact,
    },
  });
}

/** Throws WireError for bytes that {@link encodeState} has not made. */
export function decodeState(bytes: Uint8Array): SessionState {
  const { uid, subscriptions, positions, publications, parts, lastId, isFinal, inbound } =
    decodeKeptState(bytes);
  return new SessionState({
    uid,
    subscriptions: subscriptions.map(subscriptionOf),
    outbound: {
      positions: positionsOf(positions),
      publications: new LazyMap(
        publications.map(({ messageId, conversation, seq, variant, qos, isReceived }) => [
          messageId,
          { conversation, seq, variant, qos: qos === 2 ? 2 : 1, isReceived },
        ]),
      ),
      parts: new LazyMap(parts.map(({ conversation, ...part }) => [conversation, part])),
      lastId,
      wasCut: !isFinal,
      maybeSent: undefined,
    },
    inbound: inboundOf(inbound),
    connections: inbound?.connections ?? 0,
  });
}

/** What an earlier connection may have sent has been sent again. */
function isCertain({ positions, wasCut, maybeSent }: OutboundState): boolean {
  if (!wasCut) return true;
  return (
    maybeSent !== undefined &&
    [...maybeSent].every(([conversation, seq]) => (positions.get(conversation) ?? 0) >= seq)
  );
}

function subscriptionOf(kept: KeptState['subscriptions'][number]): Subscription {
  const { filter, noLocal, retainAsPublished, identifier, form } = kept;
  return {
    filter,
    // The codec's numbers were written from these types.
    qos: kept.qos as QoS,
    noLocal,
    retainAsPublished,
    retainHandling: kept.retainHandling as Subscription['retainHandling'],
    identifier: identifier > 0 ? identifier : undefined,
    form: form === '' ? undefined : (form as NonNullable<Subscription['form']>),
  };
}

function inboundOf(kept: KeptInbound | undefined): InboundState {
  const { epoch = 0, released = [], open = [], unacknowledged = [], isExact = false } = kept ?? {};
  const counts = new LazyMap<number, number>();
  for (let at = 0; at + 1 < released.length; at += 2) counts.set(released[at] ?? 0, released[at + 1] ?? 0);
  return {
    epoch,
    released: counts,
    open: mapOf(open),
    unacknowledged: new LazyMap(),
    earlier: mapOf(unacknowledged),
    isExact,
  };
}

type Key = KeptInbound['open'][number];

function keysOf(keys: Iterable<[number, string]>): readonly Key[] {
  return [...keys].map(([messageId, clientId]) => ({ messageId, clientId }));
}

function mapOf(keys: readonly Key[]): LazyMap<number, string> {
  return new LazyMap(keys.map(({ messageId, clientId }) => [messageId, clientId]));
}

function pairsOf(positions: Iterable<[number, number]>): readonly number[] {
  let last = 0;
  return [...positions]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([conversation, seq]) => {
      const difference = conversation - last;
      last = conversation;
      return [difference, seq];
    });
}

function positionsOf(pairs: readonly number[]): LazyMap<number, number> {
  const positions = new LazyMap<number, number>();
  for (let at = 0, conversation = 0; at + 1 < pairs.length; at += 2) {
    conversation += pairs[at] ?? 0;
    positions.set(conversation, pairs[at + 1] ?? 0);
  }
  return positions;
}
