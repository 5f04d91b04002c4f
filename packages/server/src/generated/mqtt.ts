// Generated from mqtt.proto by scripts/generate.ts. Do not edit.

import { Reader, WireError, Writer } from '@posthorn/protocol/wire';

const writer = new Writer();

/** A session between two connections of its client. */
export interface KeptState {
  /** Random; part of the client ids under which the client's messages are sent. */
  readonly uid: string;
  readonly subscriptions: readonly KeptSubscription[];
  /** How far each log is on its way to the client: differences of rising conversation ids, each followed by its seq. */
  readonly positions: readonly number[];
  /** Publications on their way to the client, in the order in which they were sent. */
  readonly publications: readonly KeptPublication[];
  /** Messages behind the positions of which only the first publications are on their way. */
  readonly parts: readonly KeptPart[];
  readonly inbound: KeptInbound | undefined;
  /** The packet id that was given last to a publication; 0: none. */
  readonly lastId: number;
  /** The connection has ended in order, with everything in here. Otherwise QoS 1 may have gone further. */
  readonly isFinal: boolean;
}

/** Input for encoding a KeptState; absent fields have their default. */
export interface KeptStateInit {
  readonly uid?: string | undefined;
  readonly subscriptions?: readonly KeptSubscriptionInit[] | undefined;
  readonly positions?: readonly number[] | undefined;
  readonly publications?: readonly KeptPublicationInit[] | undefined;
  readonly parts?: readonly KeptPartInit[] | undefined;
  readonly inbound?: KeptInboundInit | undefined;
  readonly lastId?: number | undefined;
  readonly isFinal?: boolean | undefined;
}

function writeKeptState(out: Writer, message: KeptStateInit): void {
  if (message.uid) {
    out.tag(10);
    out.string(message.uid);
  }
  if (message.subscriptions !== undefined) {
    for (const item of message.subscriptions) {
      out.tag(18);
      const start = out.open();
      writeKeptSubscription(out, item);
      out.close(start);
    }
  }
  if (message.positions !== undefined && message.positions.length > 0) {
    out.tag(26);
    const start = out.open();
    for (const item of message.positions) out.varint(item);
    out.close(start);
  }
  if (message.publications !== undefined) {
    for (const item of message.publications) {
      out.tag(34);
      const start = out.open();
      writeKeptPublication(out, item);
      out.close(start);
    }
  }
  if (message.parts !== undefined) {
    for (const item of message.parts) {
      out.tag(42);
      const start = out.open();
      writeKeptPart(out, item);
      out.close(start);
    }
  }
  if (message.inbound !== undefined) {
    out.tag(50);
    const start = out.open();
    writeKeptInbound(out, message.inbound);
    out.close(start);
  }
  if (message.lastId) {
    out.tag(56);
    out.varint(message.lastId);
  }
  if (message.isFinal) {
    out.tag(64);
    out.bool(message.isFinal);
  }
}

function readKeptState(input: Reader, end: number): KeptState {
  let uid = '';
  const subscriptions: KeptSubscription[] = [];
  const positions: number[] = [];
  const publications: KeptPublication[] = [];
  const parts: KeptPart[] = [];
  let inbound: KeptInbound | undefined;
  let lastId = 0;
  let isFinal = false;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        uid = input.string();
        break;
      case 18:
        subscriptions.push(input.message(readKeptSubscription));
        break;
      case 24:
        positions.push(input.varint());
        break;
      case 26:
        input.packed(positions);
        break;
      case 34:
        publications.push(input.message(readKeptPublication));
        break;
      case 42:
        parts.push(input.message(readKeptPart));
        break;
      case 50:
        inbound = input.message(readKeptInbound);
        break;
      case 56:
        lastId = input.varint();
        break;
      case 64:
        isFinal = input.bool();
        break;
      default:
        input.skip(tag);
    }
  }
  return { uid, subscriptions, positions, publications, parts, inbound, lastId, isFinal };
}

/** Encodes one KeptState. The bytes belong to the caller. */
export function encodeKeptState(message: KeptStateInit): Uint8Array {
  try {
    writeKeptState(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one KeptState; `bytes` fields are views into the input. Throws WireError. */
export function decodeKeptState(bytes: Uint8Array): KeptState {
  const reader = new Reader(bytes);
  const message = readKeptState(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface KeptSubscription {
  readonly filter: string;
  readonly qos: number;
  readonly noLocal: boolean;
  readonly retainAsPublished: boolean;
  readonly retainHandling: number;
  /** 0: none. */
  readonly identifier: number;
  /** Empty: text. */
  readonly form: string;
}

/** Input for encoding a KeptSubscription; absent fields have their default. */
export interface KeptSubscriptionInit {
  readonly filter?: string | undefined;
  readonly qos?: number | undefined;
  readonly noLocal?: boolean | undefined;
  readonly retainAsPublished?: boolean | undefined;
  readonly retainHandling?: number | undefined;
  readonly identifier?: number | undefined;
  readonly form?: string | undefined;
}

function writeKeptSubscription(out: Writer, message: KeptSubscriptionInit): void {
  if (message.filter) {
    out.tag(10);
    out.string(message.filter);
  }
  if (message.qos) {
    out.tag(16);
    out.varint(message.qos);
  }
  if (message.noLocal) {
    out.tag(24);
    out.bool(message.noLocal);
  }
  if (message.retainAsPublished) {
    out.tag(32);
    out.bool(message.retainAsPublished);
  }
  if (message.retainHandling) {
    out.tag(40);
    out.varint(message.retainHandling);
  }
  if (message.identifier) {
    out.tag(48);
    out.varint(message.identifier);
  }
  if (message.form) {
    out.tag(58);
    out.string(message.form);
  }
}

function readKeptSubscription(input: Reader, end: number): KeptSubscription {
  let filter = '';
  let qos = 0;
  let noLocal = false;
  let retainAsPublished = false;
  let retainHandling = 0;
  let identifier = 0;
  let form = '';
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        filter = input.string();
        break;
      case 16:
        qos = input.varint();
        break;
      case 24:
        noLocal = input.bool();
        break;
      case 32:
        retainAsPublished = input.bool();
        break;
      case 40:
        retainHandling = input.varint();
        break;
      case 48:
        identifier = input.varint();
        break;
      case 58:
        form = input.string();
        break;
      default:
        input.skip(tag);
    }
  }
  return { filter, qos, noLocal, retainAsPublished, retainHandling, identifier, form };
}

/** Encodes one KeptSubscription. The bytes belong to the caller. */
export function encodeKeptSubscription(message: KeptSubscriptionInit): Uint8Array {
  try {
    writeKeptSubscription(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one KeptSubscription; `bytes` fields are views into the input. Throws WireError. */
export function decodeKeptSubscription(bytes: Uint8Array): KeptSubscription {
  const reader = new Reader(bytes);
  const message = readKeptSubscription(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A PUBLISH to the client that is not completed. */
export interface KeptPublication {
  readonly messageId: number;
  readonly conversation: number;
  readonly seq: number;
  /** Tells the publications of one message apart. */
  readonly variant: number;
  readonly qos: number;
  /** The client has received it: only its PUBREL is repeated. */
  readonly isReceived: boolean;
}

/** Input for encoding a KeptPublication; absent fields have their default. */
export interface KeptPublicationInit {
  readonly messageId?: number | undefined;
  readonly conversation?: number | undefined;
  readonly seq?: number | undefined;
  readonly variant?: number | undefined;
  readonly qos?: number | undefined;
  readonly isReceived?: boolean | undefined;
}

function writeKeptPublication(out: Writer, message: KeptPublicationInit): void {
  if (message.messageId) {
    out.tag(8);
    out.varint(message.messageId);
  }
  if (message.conversation) {
    out.tag(16);
    out.varint(message.conversation);
  }
  if (message.seq) {
    out.tag(24);
    out.varint(message.seq);
  }
  if (message.variant) {
    out.tag(32);
    out.varint(message.variant);
  }
  if (message.qos) {
    out.tag(40);
    out.varint(message.qos);
  }
  if (message.isReceived) {
    out.tag(48);
    out.bool(message.isReceived);
  }
}

function readKeptPublication(input: Reader, end: number): KeptPublication {
  let messageId = 0;
  let conversation = 0;
  let seq = 0;
  let variant = 0;
  let qos = 0;
  let isReceived = false;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        messageId = input.varint();
        break;
      case 16:
        conversation = input.varint();
        break;
      case 24:
        seq = input.varint();
        break;
      case 32:
        variant = input.varint();
        break;
      case 40:
        qos = input.varint();
        break;
      case 48:
        isReceived = input.bool();
        break;
      default:
        input.skip(tag);
    }
  }
  return { messageId, conversation, seq, variant, qos, isReceived };
}

/** Encodes one KeptPublication. The bytes belong to the caller. */
export function encodeKeptPublication(message: KeptPublicationInit): Uint8Array {
  try {
    writeKeptPublication(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one KeptPublication; `bytes` fields are views into the input. Throws WireError. */
export function decodeKeptPublication(bytes: Uint8Array): KeptPublication {
  const reader = new Reader(bytes);
  const message = readKeptPublication(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The publications of this message up to this variant are on their way already. */
export interface KeptPart {
  readonly conversation: number;
  readonly seq: number;
  readonly variant: number;
}

/** Input for encoding a KeptPart; absent fields have their default. */
export interface KeptPartInit {
  readonly conversation?: number | undefined;
  readonly seq?: number | undefined;
  readonly variant?: number | undefined;
}

function writeKeptPart(out: Writer, message: KeptPartInit): void {
  if (message.conversation) {
    out.tag(8);
    out.varint(message.conversation);
  }
  if (message.seq) {
    out.tag(16);
    out.varint(message.seq);
  }
  if (message.variant) {
    out.tag(24);
    out.varint(message.variant);
  }
}

function readKeptPart(input: Reader, end: number): KeptPart {
  let conversation = 0;
  let seq = 0;
  let variant = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        conversation = input.varint();
        break;
      case 16:
        seq = input.varint();
        break;
      case 24:
        variant = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { conversation, seq, variant };
}

/** Encodes one KeptPart. The bytes belong to the caller. */
export function encodeKeptPart(message: KeptPartInit): Uint8Array {
  try {
    writeKeptPart(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one KeptPart; `bytes` fields are views into the input. Throws WireError. */
export function decodeKeptPart(bytes: Uint8Array): KeptPart {
  const reader = new Reader(bytes);
  const message = readKeptPart(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** What the client has published (docs/adr/0045). */
export interface KeptInbound {
  readonly epoch: number;
  /** How often the client has released each packet id in this epoch: pairs of id and count. */
  readonly released: readonly number[];
  /** Packet ids with QoS 2 that are not released yet and were sent in an earlier epoch or connection. */
  readonly open: readonly KeptKey[];
  /** Packet ids with QoS 1 that were not acknowledged: the client repeats them. Only kept when a connection ends. */
  readonly unacknowledged: readonly KeptKey[];
  /** Rises with each connection. */
  readonly connections: number;
  /** The last connection has noted in `open` whatever was not released when it ended. */
  readonly isExact: boolean;
}

/** Input for encoding a KeptInbound; absent fields have their default. */
export interface KeptInboundInit {
  readonly epoch?: number | undefined;
  readonly released?: readonly number[] | undefined;
  readonly open?: readonly KeptKeyInit[] | undefined;
  readonly unacknowledged?: readonly KeptKeyInit[] | undefined;
  readonly connections?: number | undefined;
  readonly isExact?: boolean | undefined;
}

function writeKeptInbound(out: Writer, message: KeptInboundInit): void {
  if (message.epoch) {
    out.tag(8);
    out.varint(message.epoch);
  }
  if (message.released !== undefined && message.released.length > 0) {
    out.tag(18);
    const start = out.open();
    for (const item of message.released) out.varint(item);
    out.close(start);
  }
  if (message.open !== undefined) {
    for (const item of message.open) {
      out.tag(26);
      const start = out.open();
      writeKeptKey(out, item);
      out.close(start);
    }
  }
  if (message.unacknowledged !== undefined) {
    for (const item of message.unacknowledged) {
      out.tag(34);
      const start = out.open();
      writeKeptKey(out, item);
      out.close(start);
    }
  }
  if (message.connections) {
    out.tag(40);
    out.varint(message.connections);
  }
  if (message.isExact) {
    out.tag(48);
    out.bool(message.isExact);
  }
}

function readKeptInbound(input: Reader, end: number): KeptInbound {
  let epoch = 0;
  const released: number[] = [];
  const open: KeptKey[] = [];
  const unacknowledged: KeptKey[] = [];
  let connections = 0;
  let isExact = false;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        epoch = input.varint();
        break;
      case 16:
        released.push(input.varint());
        break;
      case 18:
        input.packed(released);
        break;
      case 26:
        open.push(input.message(readKeptKey));
        break;
      case 34:
        unacknowledged.push(input.message(readKeptKey));
        break;
      case 40:
        connections = input.varint();
        break;
      case 48:
        isExact = input.bool();
        break;
      default:
        input.skip(tag);
    }
  }
  return { epoch, released, open, unacknowledged, connections, isExact };
}

/** Encodes one KeptInbound. The bytes belong to the caller. */
export function encodeKeptInbound(message: KeptInboundInit): Uint8Array {
  try {
    writeKeptInbound(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one KeptInbound; `bytes` fields are views into the input. Throws WireError. */
export function decodeKeptInbound(bytes: Uint8Array): KeptInbound {
  const reader = new Reader(bytes);
  const message = readKeptInbound(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The client id under which a packet was sent. */
export interface KeptKey {
  readonly messageId: number;
  readonly clientId: string;
}

/** Input for encoding a KeptKey; absent fields have their default. */
export interface KeptKeyInit {
  readonly messageId?: number | undefined;
  readonly clientId?: string | undefined;
}

function writeKeptKey(out: Writer, message: KeptKeyInit): void {
  if (message.messageId) {
    out.tag(8);
    out.varint(message.messageId);
  }
  if (message.clientId) {
    out.tag(18);
    out.string(message.clientId);
  }
}

function readKeptKey(input: Reader, end: number): KeptKey {
  let messageId = 0;
  let clientId = '';
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        messageId = input.varint();
        break;
      case 18:
        clientId = input.string();
        break;
      default:
        input.skip(tag);
    }
  }
  return { messageId, clientId };
}

/** Encodes one KeptKey. The bytes belong to the caller. */
export function encodeKeptKey(message: KeptKeyInit): Uint8Array {
  try {
    writeKeptKey(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one KeptKey; `bytes` fields are views into the input. Throws WireError. */
export function decodeKeptKey(bytes: Uint8Array): KeptKey {
  const reader = new Reader(bytes);
  const message = readKeptKey(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}
