// Generated from bus.proto by scripts/generate.ts. Do not edit.

import { Reader, WireError, Writer } from '@posthorn/protocol/wire';

const writer = new Writer();

export type EnvelopeBody =
  | { readonly case: 'push'; readonly value: Push }
  | { readonly case: 'note'; readonly value: Note }
  | { readonly case: 'advert'; readonly value: Advert }
  | { readonly case: 'fence'; readonly value: Fence }
  | { readonly case: 'sessionEnded'; readonly value: SessionEnded }
  | { readonly case: 'membershipChanged'; readonly value: MembershipChanged }
  | { readonly case: 'onlineQuery'; readonly value: OnlineQuery }
  | { readonly case: 'onlineList'; readonly value: OnlineList }
  | { readonly case: 'blocked'; readonly value: Blocked }
  | { readonly case: 'visibilityChanged'; readonly value: VisibilityChanged }
  | { readonly case: 'wireTaken'; readonly value: WireTaken };

export type EnvelopeBodyInit =
  | { readonly case: 'push'; readonly value: PushInit }
  | { readonly case: 'note'; readonly value: NoteInit }
  | { readonly case: 'advert'; readonly value: AdvertInit }
  | { readonly case: 'fence'; readonly value: FenceInit }
  | { readonly case: 'sessionEnded'; readonly value: SessionEndedInit }
  | { readonly case: 'membershipChanged'; readonly value: MembershipChangedInit }
  | { readonly case: 'onlineQuery'; readonly value: OnlineQueryInit }
  | { readonly case: 'onlineList'; readonly value: OnlineListInit }
  | { readonly case: 'blocked'; readonly value: BlockedInit }
  | { readonly case: 'visibilityChanged'; readonly value: VisibilityChangedInit }
  | { readonly case: 'wireTaken'; readonly value: WireTakenInit };

export interface Envelope {
  readonly body: EnvelopeBody | undefined;
}

/** Input for encoding a Envelope; absent fields have their default. */
export interface EnvelopeInit {
  readonly body?: EnvelopeBodyInit | undefined;
}

function writeEnvelope(out: Writer, message: EnvelopeInit): void {
  switch (message.body?.case) {
    case 'push': {
      out.tag(10);
      const start = out.open();
      writePush(out, message.body.value);
      out.close(start);
      break;
    }
    case 'note': {
      out.tag(18);
      const start = out.open();
      writeNote(out, message.body.value);
      out.close(start);
      break;
    }
    case 'advert': {
      out.tag(26);
      const start = out.open();
      writeAdvert(out, message.body.value);
      out.close(start);
      break;
    }
    case 'fence': {
      out.tag(34);
      const start = out.open();
      writeFence(out, message.body.value);
      out.close(start);
      break;
    }
    case 'sessionEnded': {
      out.tag(42);
      const start = out.open();
      writeSessionEnded(out, message.body.value);
      out.close(start);
      break;
    }
    case 'membershipChanged': {
      out.tag(50);
      const start = out.open();
      writeMembershipChanged(out, message.body.value);
      out.close(start);
      break;
    }
    case 'onlineQuery': {
      out.tag(58);
      const start = out.open();
      writeOnlineQuery(out, message.body.value);
      out.close(start);
      break;
    }
    case 'onlineList': {
      out.tag(66);
      const start = out.open();
      writeOnlineList(out, message.body.value);
      out.close(start);
      break;
    }
    case 'blocked': {
      out.tag(74);
      const start = out.open();
      writeBlocked(out, message.body.value);
      out.close(start);
      break;
    }
    case 'visibilityChanged': {
      out.tag(82);
      const start = out.open();
      writeVisibilityChanged(out, message.body.value);
      out.close(start);
      break;
    }
    case 'wireTaken': {
      out.tag(90);
      const start = out.open();
      writeWireTaken(out, message.body.value);
      out.close(start);
      break;
    }
    case undefined:
      break;
  }
}

function readEnvelope(input: Reader, end: number): Envelope {
  let body: EnvelopeBody | undefined;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        body = { case: 'push', value: input.message(readPush) };
        break;
      case 18:
        body = { case: 'note', value: input.message(readNote) };
        break;
      case 26:
        body = { case: 'advert', value: input.message(readAdvert) };
        break;
      case 34:
        body = { case: 'fence', value: input.message(readFence) };
        break;
      case 42:
        body = { case: 'sessionEnded', value: input.message(readSessionEnded) };
        break;
      case 50:
        body = { case: 'membershipChanged', value: input.message(readMembershipChanged) };
        break;
      case 58:
        body = { case: 'onlineQuery', value: input.message(readOnlineQuery) };
        break;
      case 66:
        body = { case: 'onlineList', value: input.message(readOnlineList) };
        break;
      case 74:
        body = { case: 'blocked', value: input.message(readBlocked) };
        break;
      case 82:
        body = { case: 'visibilityChanged', value: input.message(readVisibilityChanged) };
        break;
      case 90:
        body = { case: 'wireTaken', value: input.message(readWireTaken) };
        break;
      default:
        input.skip(tag);
    }
  }
  return { body };
}

/** Encodes one Envelope. The bytes belong to the caller. */
export function encodeEnvelope(message: EnvelopeInit): Uint8Array {
  try {
    writeEnvelope(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Envelope; `bytes` fields are views into the input. Throws WireError. */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  const reader = new Reader(bytes);
  const message = readEnvelope(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A committed message, for the gateways that hold its receivers. */
export interface Push {
  /** The connection that sent it. It gets an ack instead of the push. 0: none. */
  readonly origin: number;
  readonly conversation: number;
  readonly seq: number;
  /**
   * Groups: the conversation's version as of this message. A gateway that knows another version asks who is still a
   * member before it delivers (promise 9). 0: no check needed.
   */
  readonly version: number;
  /** The length-prefixed ServerFrame for native clients, ready to be written. */
  readonly frame: Uint8Array;
  /**
   * Groups: the version before, if this message has changed it; otherwise 0. Members then are members still, except those
   * who are `affected`: members then have left, and others have joined.
   */
  readonly since: number;
  readonly affected: readonly number[];
}

/** Input for encoding a Push; absent fields have their default. */
export interface PushInit {
  readonly origin?: number | undefined;
  readonly conversation?: number | undefined;
  readonly seq?: number | undefined;
  readonly version?: number | undefined;
  readonly frame?: Uint8Array | undefined;
  readonly since?: number | undefined;
  readonly affected?: readonly number[] | undefined;
}

function writePush(out: Writer, message: PushInit): void {
  if (message.origin) {
    out.tag(8);
    out.varint(message.origin);
  }
  if (message.conversation) {
    out.tag(16);
    out.varint(message.conversation);
  }
  if (message.seq) {
    out.tag(24);
    out.varint(message.seq);
  }
  if (message.version) {
    out.tag(32);
    out.varint(message.version);
  }
  if (message.frame !== undefined && message.frame.length > 0) {
    out.tag(42);
    out.bytes(message.frame);
  }
  if (message.since) {
    out.tag(48);
    out.varint(message.since);
  }
  if (message.affected !== undefined && message.affected.length > 0) {
    out.tag(58);
    const start = out.open();
    for (const item of message.affected) out.varint(item);
    out.close(start);
  }
}

function readPush(input: Reader, end: number): Push {
  let origin = 0;
  let conversation = 0;
  let seq = 0;
  let version = 0;
  let frame: Uint8Array = new Uint8Array(0);
  let since = 0;
  const affected: number[] = [];
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        origin = input.varint();
        break;
      case 16:
        conversation = input.varint();
        break;
      case 24:
        seq = input.varint();
        break;
      case 32:
        version = input.varint();
        break;
      case 42:
        frame = input.bytes();
        break;
      case 48:
        since = input.varint();
        break;
      case 56:
        affected.push(input.varint());
        break;
      case 58:
        input.packed(affected);
        break;
      default:
        input.skip(tag);
    }
  }
  return { origin, conversation, seq, version, frame, since, affected };
}

/** Encodes one Push. The bytes belong to the caller. */
export function encodePush(message: PushInit): Uint8Array {
  try {
    writePush(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Push; `bytes` fields are views into the input. Throws WireError. */
export function decodePush(bytes: Uint8Array): Push {
  const reader = new Reader(bytes);
  const message = readPush(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Something short-lived: typing, receipts, presence. It is dropped rather than delayed. */
export interface Note {
  readonly origin: number;
  readonly conversation: number;
  readonly version: number;
  /** A user who must not get it; 0: none. */
  readonly exceptUser: number;
  readonly frame: Uint8Array;
}

/** Input for encoding a Note; absent fields have their default. */
export interface NoteInit {
  readonly origin?: number | undefined;
  readonly conversation?: number | undefined;
  readonly version?: number | undefined;
  readonly exceptUser?: number | undefined;
  readonly frame?: Uint8Array | undefined;
}

function writeNote(out: Writer, message: NoteInit): void {
  if (message.origin) {
    out.tag(8);
    out.varint(message.origin);
  }
  if (message.conversation) {
    out.tag(16);
    out.varint(message.conversation);
  }
  if (message.version) {
    out.tag(24);
    out.varint(message.version);
  }
  if (message.exceptUser) {
    out.tag(32);
    out.varint(message.exceptUser);
  }
  if (message.frame !== undefined && message.frame.length > 0) {
    out.tag(42);
    out.bytes(message.frame);
  }
}

function readNote(input: Reader, end: number): Note {
  let origin = 0;
  let conversation = 0;
  let version = 0;
  let exceptUser = 0;
  let frame: Uint8Array = new Uint8Array(0);
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        origin = input.varint();
        break;
      case 16:
        conversation = input.varint();
        break;
      case 24:
        version = input.varint();
        break;
      case 32:
        exceptUser = input.varint();
        break;
      case 42:
        frame = input.bytes();
        break;
      default:
        input.skip(tag);
    }
  }
  return { origin, conversation, version, exceptUser, frame };
}

/** Encodes one Note. The bytes belong to the caller. */
export function encodeNote(message: NoteInit): Uint8Array {
  try {
    writeNote(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Note; `bytes` fields are views into the input. Throws WireError. */
export function decodeNote(bytes: Uint8Array): Note {
  const reader = new Reader(bytes);
  const message = readNote(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Heads, for clients that missed the push. */
export interface Advert {
  readonly heads: readonly AdvertHead[];
}

/** Input for encoding a Advert; absent fields have their default. */
export interface AdvertInit {
  readonly heads?: readonly AdvertHeadInit[] | undefined;
}

function writeAdvert(out: Writer, message: AdvertInit): void {
  if (message.heads !== undefined) {
    for (const item of message.heads) {
      out.tag(10);
      const start = out.open();
      writeAdvertHead(out, item);
      out.close(start);
    }
  }
}

function readAdvert(input: Reader, end: number): Advert {
  const heads: AdvertHead[] = [];
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        heads.push(input.message(readAdvertHead));
        break;
      default:
        input.skip(tag);
    }
  }
  return { heads };
}

/** Encodes one Advert. The bytes belong to the caller. */
export function encodeAdvert(message: AdvertInit): Uint8Array {
  try {
    writeAdvert(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Advert; `bytes` fields are views into the input. Throws WireError. */
export function decodeAdvert(bytes: Uint8Array): Advert {
  const reader = new Reader(bytes);
  const message = readAdvert(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface AdvertHead {
  readonly conversation: number;
  readonly seq: number;
  /** As in Push. */
  readonly version: number;
}

/** Input for encoding a AdvertHead; absent fields have their default. */
export interface AdvertHeadInit {
  readonly conversation?: number | undefined;
  readonly seq?: number | undefined;
  readonly version?: number | undefined;
}

function writeAdvertHead(out: Writer, message: AdvertHeadInit): void {
  if (message.conversation) {
    out.tag(8);
    out.varint(message.conversation);
  }
  if (message.seq) {
    out.tag(16);
    out.varint(message.seq);
  }
  if (message.version) {
    out.tag(24);
    out.varint(message.version);
  }
}

function readAdvertHead(input: Reader, end: number): AdvertHead {
  let conversation = 0;
  let seq = 0;
  let version = 0;
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
        version = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { conversation, seq, version };
}

/** Encodes one AdvertHead. The bytes belong to the caller. */
export function encodeAdvertHead(message: AdvertHeadInit): Uint8Array {
  try {
    writeAdvertHead(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one AdvertHead; `bytes` fields are views into the input. Throws WireError. */
export function decodeAdvertHead(bytes: Uint8Array): AdvertHead {
  const reader = new Reader(bytes);
  const message = readAdvertHead(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * A connection took a login slot. A connection that holds the slot with a lower number is closed with REPLACED. A gateway
 * that holds it with a higher number announces that number again.
 */
export interface Fence {
  readonly slot: string;
  readonly fence: number;
}

/** Input for encoding a Fence; absent fields have their default. */
export interface FenceInit {
  readonly slot?: string | undefined;
  readonly fence?: number | undefined;
}

function writeFence(out: Writer, message: FenceInit): void {
  if (message.slot) {
    out.tag(10);
    out.string(message.slot);
  }
  if (message.fence) {
    out.tag(16);
    out.varint(message.fence);
  }
}

function readFence(input: Reader, end: number): Fence {
  let slot = '';
  let fence = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        slot = input.string();
        break;
      case 16:
        fence = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { slot, fence };
}

/** Encodes one Fence. The bytes belong to the caller. */
export function encodeFence(message: FenceInit): Uint8Array {
  try {
    writeFence(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Fence; `bytes` fields are views into the input. Throws WireError. */
export function decodeFence(bytes: Uint8Array): Fence {
  const reader = new Reader(bytes);
  const message = readFence(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A client of another wire has come to a gateway: the connections under its name at others are outdated. */
export interface WireTaken {
  readonly wire: string;
  /** Its name, as in TakeWireSession. */
  readonly client: string;
  /** The node of its connection. */
  readonly node: string;
}

/** Input for encoding a WireTaken; absent fields have their default. */
export interface WireTakenInit {
  readonly wire?: string | undefined;
  readonly client?: string | undefined;
  readonly node?: string | undefined;
}

function writeWireTaken(out: Writer, message: WireTakenInit): void {
  if (message.wire) {
    out.tag(10);
    out.string(message.wire);
  }
  if (message.client) {
    out.tag(18);
    out.string(message.client);
  }
  if (message.node) {
    out.tag(26);
    out.string(message.node);
  }
}

function readWireTaken(input: Reader, end: number): WireTaken {
  let wire = '';
  let client = '';
  let node = '';
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        wire = input.string();
        break;
      case 18:
        client = input.string();
        break;
      case 26:
        node = input.string();
        break;
      default:
        input.skip(tag);
    }
  }
  return { wire, client, node };
}

/** Encodes one WireTaken. The bytes belong to the caller. */
export function encodeWireTaken(message: WireTakenInit): Uint8Array {
  try {
    writeWireTaken(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one WireTaken; `bytes` fields are views into the input. Throws WireError. */
export function decodeWireTaken(bytes: Uint8Array): WireTaken {
  const reader = new Reader(bytes);
  const message = readWireTaken(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A session has ended: its connections are closed with this error code. */
export interface SessionEnded {
  /** 0: all sessions of the user except `except`. */
  readonly session: number;
  readonly except: number;
  readonly code: number;
}

/** Input for encoding a SessionEnded; absent fields have their default. */
export interface SessionEndedInit {
  readonly session?: number | undefined;
  readonly except?: number | undefined;
  readonly code?: number | undefined;
}

function writeSessionEnded(out: Writer, message: SessionEndedInit): void {
  if (message.session) {
    out.tag(8);
    out.varint(message.session);
  }
  if (message.except) {
    out.tag(16);
    out.varint(message.except);
  }
  if (message.code) {
    out.tag(24);
    out.varint(message.code);
  }
}

function readSessionEnded(input: Reader, end: number): SessionEnded {
  let session = 0;
  let except = 0;
  let code = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        session = input.varint();
        break;
      case 16:
        except = input.varint();
        break;
      case 24:
        code = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { session, except, code };
}

/** Encodes one SessionEnded. The bytes belong to the caller. */
export function encodeSessionEnded(message: SessionEndedInit): Uint8Array {
  try {
    writeSessionEnded(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SessionEnded; `bytes` fields are views into the input. Throws WireError. */
export function decodeSessionEnded(bytes: Uint8Array): SessionEnded {
  const reader = new Reader(bytes);
  const message = readSessionEnded(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** This user joined or left a group: gateways look up whether they are a member now. */
export interface MembershipChanged {
  /** 0: the group is unknown. Gateways look up all of the user's groups, and tell their clients to compare heads. */
  readonly conversation: number;
  /**
   * The group's version after the change. A gateway that knows the user's membership as of this version or a later one
   * need not ask.
   */
  readonly version: number;
  /** In a repetition: the seq of the event in the log, which the user may have missed. 0: none. */
  readonly seq: number;
}

/** Input for encoding a MembershipChanged; absent fields have their default. */
export interface MembershipChangedInit {
  readonly conversation?: number | undefined;
  readonly version?: number | undefined;
  readonly seq?: number | undefined;
}

function writeMembershipChanged(out: Writer, message: MembershipChangedInit): void {
  if (message.conversation) {
    out.tag(8);
    out.varint(message.conversation);
  }
  if (message.version) {
    out.tag(16);
    out.varint(message.version);
  }
  if (message.seq) {
    out.tag(24);
    out.varint(message.seq);
  }
}

function readMembershipChanged(input: Reader, end: number): MembershipChanged {
  let conversation = 0;
  let version = 0;
  let seq = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        conversation = input.varint();
        break;
      case 16:
        version = input.varint();
        break;
      case 24:
        seq = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { conversation, version, seq };
}

/** Encodes one MembershipChanged. The bytes belong to the caller. */
export function encodeMembershipChanged(message: MembershipChangedInit): Uint8Array {
  try {
    writeMembershipChanged(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one MembershipChanged; `bytes` fields are views into the input. Throws WireError. */
export function decodeMembershipChanged(bytes: Uint8Array): MembershipChanged {
  const reader = new Reader(bytes);
  const message = readMembershipChanged(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** On `presence.<id>`: the user may want others to see now whether they are online. Gateways ask for their watchers again. */
export interface VisibilityChanged {
  readonly _?: never;
}

/** Input for encoding a VisibilityChanged; absent fields have their default. */
export interface VisibilityChangedInit {
  readonly _?: never;
}

function writeVisibilityChanged(_out: Writer, _message: VisibilityChangedInit): void {
}

function readVisibilityChanged(input: Reader, end: number): VisibilityChanged {
  while (input.position < end) input.skip(input.varint());
  return {  };
}

/** Encodes one VisibilityChanged. The bytes belong to the caller. */
export function encodeVisibilityChanged(message: VisibilityChangedInit): Uint8Array {
  try {
    writeVisibilityChanged(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one VisibilityChanged; `bytes` fields are views into the input. Throws WireError. */
export function decodeVisibilityChanged(bytes: Uint8Array): VisibilityChanged {
  const reader = new Reader(bytes);
  const message = readVisibilityChanged(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** One of two users blocks the other: neither is told of the other's presence any more. */
export interface Blocked {
  readonly other: number;
}

/** Input for encoding a Blocked; absent fields have their default. */
export interface BlockedInit {
  readonly other?: number | undefined;
}

function writeBlocked(out: Writer, message: BlockedInit): void {
  if (message.other) {
    out.tag(8);
    out.varint(message.other);
  }
}

function readBlocked(input: Reader, end: number): Blocked {
  let other = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        other = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { other };
}

/** Encodes one Blocked. The bytes belong to the caller. */
export function encodeBlocked(message: BlockedInit): Uint8Array {
  try {
    writeBlocked(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Blocked; `bytes` fields are views into the input. Throws WireError. */
export function decodeBlocked(bytes: Uint8Array): Blocked {
  const reader = new Reader(bytes);
  const message = readBlocked(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Request on `user.<id>`: a gateway answers if it holds a connection of that user. Request on `gateways`: every gateway
 * answers with the connections of `user` that it holds, perhaps none.
 */
export interface OnlineQuery {
  readonly user: number;
}

/** Input for encoding a OnlineQuery; absent fields have their default. */
export interface OnlineQueryInit {
  readonly user?: number | undefined;
}

function writeOnlineQuery(out: Writer, message: OnlineQueryInit): void {
  if (message.user) {
    out.tag(8);
    out.varint(message.user);
  }
}

function readOnlineQuery(input: Reader, end: number): OnlineQuery {
  let user = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        user = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { user };
}

/** Encodes one OnlineQuery. The bytes belong to the caller. */
export function encodeOnlineQuery(message: OnlineQueryInit): Uint8Array {
  try {
    writeOnlineQuery(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one OnlineQuery; `bytes` fields are views into the input. Throws WireError. */
export function decodeOnlineQuery(bytes: Uint8Array): OnlineQuery {
  const reader = new Reader(bytes);
  const message = readOnlineQuery(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface OnlineAnswer {
  readonly slots: readonly ConnectedSlot[];
}

/** Input for encoding a OnlineAnswer; absent fields have their default. */
export interface OnlineAnswerInit {
  readonly slots?: readonly ConnectedSlotInit[] | undefined;
}

function writeOnlineAnswer(out: Writer, message: OnlineAnswerInit): void {
  if (message.slots !== undefined) {
    for (const item of message.slots) {
      out.tag(10);
      const start = out.open();
      writeConnectedSlot(out, item);
      out.close(start);
    }
  }
}

function readOnlineAnswer(input: Reader, end: number): OnlineAnswer {
  const slots: ConnectedSlot[] = [];
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        slots.push(input.message(readConnectedSlot));
        break;
      default:
        input.skip(tag);
    }
  }
  return { slots };
}

/** Encodes one OnlineAnswer. The bytes belong to the caller. */
export function encodeOnlineAnswer(message: OnlineAnswerInit): Uint8Array {
  try {
    writeOnlineAnswer(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one OnlineAnswer; `bytes` fields are views into the input. Throws WireError. */
export function decodeOnlineAnswer(bytes: Uint8Array): OnlineAnswer {
  const reader = new Reader(bytes);
  const message = readOnlineAnswer(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface ConnectedSlot {
  readonly slot: string;
  readonly fence: number;
  readonly session: number;
}

/** Input for encoding a ConnectedSlot; absent fields have their default. */
export interface ConnectedSlotInit {
  readonly slot?: string | undefined;
  readonly fence?: number | undefined;
  readonly session?: number | undefined;
}

function writeConnectedSlot(out: Writer, message: ConnectedSlotInit): void {
  if (message.slot) {
    out.tag(10);
    out.string(message.slot);
  }
  if (message.fence) {
    out.tag(16);
    out.varint(message.fence);
  }
  if (message.session) {
    out.tag(24);
    out.varint(message.session);
  }
}

function readConnectedSlot(input: Reader, end: number): ConnectedSlot {
  let slot = '';
  let fence = 0;
  let session = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        slot = input.string();
        break;
      case 16:
        fence = input.varint();
        break;
      case 24:
        session = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { slot, fence, session };
}

/** Encodes one ConnectedSlot. The bytes belong to the caller. */
export function encodeConnectedSlot(message: ConnectedSlotInit): Uint8Array {
  try {
    writeConnectedSlot(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ConnectedSlot; `bytes` fields are views into the input. Throws WireError. */
export function decodeConnectedSlot(bytes: Uint8Array): ConnectedSlot {
  const reader = new Reader(bytes);
  const message = readConnectedSlot(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Request on `gateways`: which users with a connection there have a folded name that starts with `prefix` and sorts
 * after `after`?
 */
export interface OnlineList {
  readonly prefix: string;
  readonly after: string;
  readonly limit: number;
}

/** Input for encoding a OnlineList; absent fields have their default. */
export interface OnlineListInit {
  readonly prefix?: string | undefined;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

function writeOnlineList(out: Writer, message: OnlineListInit): void {
  if (message.prefix) {
    out.tag(10);
    out.string(message.prefix);
  }
  if (message.after) {
    out.tag(18);
    out.string(message.after);
  }
  if (message.limit) {
    out.tag(24);
    out.varint(message.limit);
  }
}

function readOnlineList(input: Reader, end: number): OnlineList {
  let prefix = '';
  let after = '';
  let limit = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        prefix = input.string();
        break;
      case 18:
        after = input.string();
        break;
      case 24:
        limit = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { prefix, after, limit };
}

/** Encodes one OnlineList. The bytes belong to the caller. */
export function encodeOnlineList(message: OnlineListInit): Uint8Array {
  try {
    writeOnlineList(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one OnlineList; `bytes` fields are views into the input. Throws WireError. */
export function decodeOnlineList(bytes: Uint8Array): OnlineList {
  const reader = new Reader(bytes);
  const message = readOnlineList(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface OnlineNames {
  readonly users: readonly OnlineName[];
  readonly connections: number;
}

/** Input for encoding a OnlineNames; absent fields have their default. */
export interface OnlineNamesInit {
  readonly users?: readonly OnlineNameInit[] | undefined;
  readonly connections?: number | undefined;
}

function writeOnlineNames(out: Writer, message: OnlineNamesInit): void {
  if (message.users !== undefined) {
    for (const item of message.users) {
      out.tag(10);
      const start = out.open();
      writeOnlineName(out, item);
      out.close(start);
    }
  }
  if (message.connections) {
    out.tag(16);
    out.varint(message.connections);
  }
}

function readOnlineNames(input: Reader, end: number): OnlineNames {
  const users: OnlineName[] = [];
  let connections = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        users.push(input.message(readOnlineName));
        break;
      case 16:
        connections = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { users, connections };
}

/** Encodes one OnlineNames. The bytes belong to the caller. */
export function encodeOnlineNames(message: OnlineNamesInit): Uint8Array {
  try {
    writeOnlineNames(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one OnlineNames; `bytes` fields are views into the input. Throws WireError. */
export function decodeOnlineNames(bytes: Uint8Array): OnlineNames {
  const reader = new Reader(bytes);
  const message = readOnlineNames(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface OnlineName {
  readonly user: number;
  readonly nameKey: string;
}

/** Input for encoding a OnlineName; absent fields have their default. */
export interface OnlineNameInit {
  readonly user?: number | undefined;
  readonly nameKey?: string | undefined;
}

function writeOnlineName(out: Writer, message: OnlineNameInit): void {
  if (message.user) {
    out.tag(8);
    out.varint(message.user);
  }
  if (message.nameKey) {
    out.tag(18);
    out.string(message.nameKey);
  }
}

function readOnlineName(input: Reader, end: number): OnlineName {
  let user = 0;
  let nameKey = '';
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        user = input.varint();
        break;
      case 18:
        nameKey = input.string();
        break;
      default:
        input.skip(tag);
    }
  }
  return { user, nameKey };
}

/** Encodes one OnlineName. The bytes belong to the caller. */
export function encodeOnlineName(message: OnlineNameInit): Uint8Array {
  try {
    writeOnlineName(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one OnlineName; `bytes` fields are views into the input. Throws WireError. */
export function decodeOnlineName(bytes: Uint8Array): OnlineName {
  const reader = new Reader(bytes);
  const message = readOnlineName(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export type RouterNoteBody =
  | { readonly case: 'conversationChanged'; readonly value: number }
  | { readonly case: 'sessionsChanged'; readonly value: number }
  | { readonly case: 'loginFailed'; readonly value: LoginNote }
  | { readonly case: 'loginSucceeded'; readonly value: LoginNote }
  | { readonly case: 'registered'; readonly value: string }
  | { readonly case: 'interactionAnswered'; readonly value: number };

export type RouterNoteBodyInit =
  | { readonly case: 'conversationChanged'; readonly value: number }
  | { readonly case: 'sessionsChanged'; readonly value: number }
  | { readonly case: 'loginFailed'; readonly value: LoginNoteInit }
  | { readonly case: 'loginSucceeded'; readonly value: LoginNoteInit }
  | { readonly case: 'registered'; readonly value: string }
  | { readonly case: 'interactionAnswered'; readonly value: number };

/** On `routers`: something that happened at one router and concerns the others. If it is lost, they notice later. */
export interface RouterNote {
  /** The sending node. */
  readonly from: string;
  readonly body: RouterNoteBody | undefined;
}

/** Input for encoding a RouterNote; absent fields have their default. */
export interface RouterNoteInit {
  readonly from?: string | undefined;
  readonly body?: RouterNoteBodyInit | undefined;
}

function writeRouterNote(out: Writer, message: RouterNoteInit): void {
  if (message.from) {
    out.tag(10);
    out.string(message.from);
  }
  switch (message.body?.case) {
    case 'conversationChanged': {
      out.tag(16);
      out.varint(message.body.value);
      break;
    }
    case 'sessionsChanged': {
      out.tag(24);
      out.varint(message.body.value);
      break;
    }
    case 'loginFailed': {
      out.tag(34);
      const start = out.open();
      writeLoginNote(out, message.body.value);
      out.close(start);
      break;
    }
    case 'loginSucceeded': {
      out.tag(42);
      const start = out.open();
      writeLoginNote(out, message.body.value);
      out.close(start);
      break;
    }
    case 'registered': {
      out.tag(50);
      out.string(message.body.value);
      break;
    }
    case 'interactionAnswered': {
      out.tag(160);
      out.varint(message.body.value);
      break;
    }
    case undefined:
      break;
  }
}

function readRouterNote(input: Reader, end: number): RouterNote {
  let from = '';
  let body: RouterNoteBody | undefined;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        from = input.string();
        break;
      case 16:
        body = { case: 'conversationChanged', value: input.varint() };
        break;
      case 24:
        body = { case: 'sessionsChanged', value: input.varint() };
        break;
      case 34:
        body = { case: 'loginFailed', value: input.message(readLoginNote) };
        break;
      case 42:
        body = { case: 'loginSucceeded', value: input.message(readLoginNote) };
        break;
      case 50:
        body = { case: 'registered', value: input.string() };
        break;
      case 160:
        body = { case: 'interactionAnswered', value: input.varint() };
        break;
      default:
        input.skip(tag);
    }
  }
  return { from, body };
}

/** Encodes one RouterNote. The bytes belong to the caller. */
export function encodeRouterNote(message: RouterNoteInit): Uint8Array {
  try {
    writeRouterNote(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RouterNote; `bytes` fields are views into the input. Throws WireError. */
export function decodeRouterNote(bytes: Uint8Array): RouterNote {
  const reader = new Reader(bytes);
  const message = readRouterNote(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface LoginNote {
  readonly nameKey: string;
  /** The client's network. */
  readonly place: string;
}

/** Input for encoding a LoginNote; absent fields have their default. */
export interface LoginNoteInit {
  readonly nameKey?: string | undefined;
  readonly place?: string | undefined;
}

function writeLoginNote(out: Writer, message: LoginNoteInit): void {
  if (message.nameKey) {
    out.tag(10);
    out.string(message.nameKey);
  }
  if (message.place) {
    out.tag(18);
    out.string(message.place);
  }
}

function readLoginNote(input: Reader, end: number): LoginNote {
  let nameKey = '';
  let place = '';
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        nameKey = input.string();
        break;
      case 18:
        place = input.string();
        break;
      default:
        input.skip(tag);
    }
  }
  return { nameKey, place };
}

/** Encodes one LoginNote. The bytes belong to the caller. */
export function encodeLoginNote(message: LoginNoteInit): Uint8Array {
  try {
    writeLoginNote(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one LoginNote; `bytes` fields are views into the input. Throws WireError. */
export function decodeLoginNote(bytes: Uint8Array): LoginNote {
  const reader = new Reader(bytes);
  const message = readLoginNote(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * On `followers`, to routers that run followers of the log: what another router has committed. A router that misses this
 * finds the messages in the store a little later.
 */
export interface CommitNote {
  /** The node that says so. */
  readonly from: string;
  readonly conversations: readonly number[];
  /** The highest seq of each conversation, in the same order. */
  readonly seqs: readonly number[];
}

/** Input for encoding a CommitNote; absent fields have their default. */
export interface CommitNoteInit {
  readonly from?: string | undefined;
  readonly conversations?: readonly number[] | undefined;
  readonly seqs?: readonly number[] | undefined;
}

function writeCommitNote(out: Writer, message: CommitNoteInit): void {
  if (message.from) {
    out.tag(10);
    out.string(message.from);
  }
  if (message.conversations !== undefined && message.conversations.length > 0) {
    out.tag(18);
    const start = out.open();
    for (const item of message.conversations) out.varint(item);
    out.close(start);
  }
  if (message.seqs !== undefined && message.seqs.length > 0) {
    out.tag(26);
    const start = out.open();
    for (const item of message.seqs) out.varint(item);
    out.close(start);
  }
}

function readCommitNote(input: Reader, end: number): CommitNote {
  let from = '';
  const conversations: number[] = [];
  const seqs: number[] = [];
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        from = input.string();
        break;
      case 16:
        conversations.push(input.varint());
        break;
      case 18:
        input.packed(conversations);
        break;
      case 24:
        seqs.push(input.varint());
        break;
      case 26:
        input.packed(seqs);
        break;
      default:
        input.skip(tag);
    }
  }
  return { from, conversations, seqs };
}

/** Encodes one CommitNote. The bytes belong to the caller. */
export function encodeCommitNote(message: CommitNoteInit): Uint8Array {
  try {
    writeCommitNote(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one CommitNote; `bytes` fields are views into the input. Throws WireError. */
export function decodeCommitNote(bytes: Uint8Array): CommitNote {
  const reader = new Reader(bytes);
  const message = readCommitNote(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Request on `tickets.<node>`: redeems a ticket that this node issued. */
export interface TicketQuery {
  readonly ticket: string;
}

/** Input for encoding a TicketQuery; absent fields have their default. */
export interface TicketQueryInit {
  readonly ticket?: string | undefined;
}

function writeTicketQuery(out: Writer, message: TicketQueryInit): void {
  if (message.ticket) {
    out.tag(10);
    out.string(message.ticket);
  }
}

function readTicketQuery(input: Reader, end: number): TicketQuery {
  let ticket = '';
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        ticket = input.string();
        break;
      default:
        input.skip(tag);
    }
  }
  return { ticket };
}

/** Encodes one TicketQuery. The bytes belong to the caller. */
export function encodeTicketQuery(message: TicketQueryInit): Uint8Array {
  try {
    writeTicketQuery(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one TicketQuery; `bytes` fields are views into the input. Throws WireError. */
export function decodeTicketQuery(bytes: Uint8Array): TicketQuery {
  const reader = new Reader(bytes);
  const message = readTicketQuery(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface TicketAnswer {
  /** Empty: the ticket was used, or has expired. */
  readonly token: string;
}

/** Input for encoding a TicketAnswer; absent fields have their default. */
export interface TicketAnswerInit {
  readonly token?: string | undefined;
}

function writeTicketAnswer(out: Writer, message: TicketAnswerInit): void {
  if (message.token) {
    out.tag(10);
    out.string(message.token);
  }
}

function readTicketAnswer(input: Reader, end: number): TicketAnswer {
  let token = '';
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        token = input.string();
        break;
      default:
        input.skip(tag);
    }
  }
  return { token };
}

/** Encodes one TicketAnswer. The bytes belong to the caller. */
export function encodeTicketAnswer(message: TicketAnswerInit): Uint8Array {
  try {
    writeTicketAnswer(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one TicketAnswer; `bytes` fields are views into the input. Throws WireError. */
export function decodeTicketAnswer(bytes: Uint8Array): TicketAnswer {
  const reader = new Reader(bytes);
  const message = readTicketAnswer(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export type NodeNoteBody =
  | { readonly case: 'announcement'; readonly value: Announcement }
  | { readonly case: 'query'; readonly value: NodesQuery }
  | { readonly case: 'departure'; readonly value: Departure };

export type NodeNoteBodyInit =
  | { readonly case: 'announcement'; readonly value: AnnouncementInit }
  | { readonly case: 'query'; readonly value: NodesQueryInit }
  | { readonly case: 'departure'; readonly value: DepartureInit };

/** On `nodes`: reaches every node. */
export interface NodeNote {
  readonly body: NodeNoteBody | undefined;
}

/** Input for encoding a NodeNote; absent fields have their default. */
export interface NodeNoteInit {
  readonly body?: NodeNoteBodyInit | undefined;
}

function writeNodeNote(out: Writer, message: NodeNoteInit): void {
  switch (message.body?.case) {
    case 'announcement': {
      out.tag(10);
      const start = out.open();
      writeAnnouncement(out, message.body.value);
      out.close(start);
      break;
    }
    case 'query': {
      out.tag(18);
      const start = out.open();
      writeNodesQuery(out, message.body.value);
      out.close(start);
      break;
    }
    case 'departure': {
      out.tag(26);
      const start = out.open();
      writeDeparture(out, message.body.value);
      out.close(start);
      break;
    }
    case undefined:
      break;
  }
}

function readNodeNote(input: Reader, end: number): NodeNote {
  let body: NodeNoteBody | undefined;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        body = { case: 'announcement', value: input.message(readAnnouncement) };
        break;
      case 18:
        body = { case: 'query', value: input.message(readNodesQuery) };
        break;
      case 26:
        body = { case: 'departure', value: input.message(readDeparture) };
        break;
      default:
        input.skip(tag);
    }
  }
  return { body };
}

/** Encodes one NodeNote. The bytes belong to the caller. */
export function encodeNodeNote(message: NodeNoteInit): Uint8Array {
  try {
    writeNodeNote(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one NodeNote; `bytes` fields are views into the input. Throws WireError. */
export function decodeNodeNote(bytes: Uint8Array): NodeNote {
  const reader = new Reader(bytes);
  const message = readNodeNote(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface NodesQuery {
  readonly _?: never;
}

/** Input for encoding a NodesQuery; absent fields have their default. */
export interface NodesQueryInit {
  readonly _?: never;
}

function writeNodesQuery(_out: Writer, _message: NodesQueryInit): void {
}

function readNodesQuery(input: Reader, end: number): NodesQuery {
  while (input.position < end) input.skip(input.varint());
  return {  };
}

/** Encodes one NodesQuery. The bytes belong to the caller. */
export function encodeNodesQuery(message: NodesQueryInit): Uint8Array {
  try {
    writeNodesQuery(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one NodesQuery; `bytes` fields are views into the input. Throws WireError. */
export function decodeNodesQuery(bytes: Uint8Array): NodesQuery {
  const reader = new Reader(bytes);
  const message = readNodesQuery(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface Departure {
  readonly id: string;
  /**
   * Routers: users whose groups they have changed lately. What they said of it may have been lost, and they would have
   * said it again: the gateways of these users look for themselves.
   */
  readonly movedUsers: readonly number[];
}

/** Input for encoding a Departure; absent fields have their default. */
export interface DepartureInit {
  readonly id?: string | undefined;
  readonly movedUsers?: readonly number[] | undefined;
}

function writeDeparture(out: Writer, message: DepartureInit): void {
  if (message.id) {
    out.tag(10);
    out.string(message.id);
  }
  if (message.movedUsers !== undefined && message.movedUsers.length > 0) {
    out.tag(18);
    const start = out.open();
    for (const item of message.movedUsers) out.varint(item);
    out.close(start);
  }
}

function readDeparture(input: Reader, end: number): Departure {
  let id = '';
  const movedUsers: number[] = [];
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        id = input.string();
        break;
      case 16:
        movedUsers.push(input.varint());
        break;
      case 18:
        input.packed(movedUsers);
        break;
      default:
        input.skip(tag);
    }
  }
  return { id, movedUsers };
}

/** Encodes one Departure. The bytes belong to the caller. */
export function encodeDeparture(message: DepartureInit): Uint8Array {
  try {
    writeDeparture(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Departure; `bytes` fields are views into the input. Throws WireError. */
export function decodeDeparture(bytes: Uint8Array): Departure {
  const reader = new Reader(bytes);
  const message = readDeparture(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Every node sends this twice a second, and at once when something in it changes. */
export interface Announcement {
  /** New at each start. */
  readonly id: string;
  readonly isGateway: boolean;
  readonly isRouter: boolean;
  readonly version: string;
  readonly startedAt: number;
  /** Live client connections. */
  readonly connections: number;
  /** It is going down: send work elsewhere. */
  readonly isDraining: boolean;
  /** Addresses for clients of the native protocol, best first. A login returns them. */
  readonly addresses: readonly string[];
  /** Addresses for clients of other wire protocols. The previous version reads only the last one, whatever its scheme. */
  readonly wires: readonly WireAddress[];
  /** Routers: identifies the history of the log (promise 12). */
  readonly epoch: string;
  /** Name of the machine, for display. */
  readonly host: string;
  /** Routers: calls in progress. */
  readonly running: number;
  /** Its HTTP port. */
  readonly httpPort: number;
  /** Gateways: connections that are not attached yet. */
  readonly attaching: number;
  /** Routers: the requests that they know. Absent: an older router, which does not say. */
  readonly requests: RequestList | undefined;
  /** Its wall clock when it said so, Unix ms. 0: an older node, which does not say. */
  readonly now: number;
  /** Its Arrivals have a proof. False: an older gateway, whose word the routers take. */
  readonly provesSessions: boolean;
}

/** Input for encoding a Announcement; absent fields have their default. */
export interface AnnouncementInit {
  readonly id?: string | undefined;
  readonly isGateway?: boolean | undefined;
  readonly isRouter?: boolean | undefined;
  readonly version?: string | undefined;
  readonly startedAt?: number | undefined;
  readonly connections?: number | undefined;
  readonly isDraining?: boolean | undefined;
  readonly addresses?: readonly string[] | undefined;
  readonly wires?: readonly WireAddressInit[] | undefined;
  readonly epoch?: string | undefined;
  readonly host?: string | undefined;
  readonly running?: number | undefined;
  readonly httpPort?: number | undefined;
  readonly attaching?: number | undefined;
  readonly requests?: RequestListInit | undefined;
  readonly now?: number | undefined;
  readonly provesSessions?: boolean | undefined;
}

function writeAnnouncement(out: Writer, message: AnnouncementInit): void {
  if (message.id) {
    out.tag(10);
    out.string(message.id);
  }
  if (message.isGateway) {
    out.tag(16);
    out.bool(message.isGateway);
  }
  if (message.isRouter) {
    out.tag(24);
    out.bool(message.isRouter);
  }
  if (message.version) {
    out.tag(34);
    out.string(message.version);
  }
  if (message.startedAt) {
    out.tag(40);
    out.varint(message.startedAt);
  }
  if (message.connections) {
    out.tag(48);
    out.varint(message.connections);
  }
  if (message.isDraining) {
    out.tag(56);
    out.bool(message.isDraining);
  }
  if (message.addresses !== undefined) {
    for (const item of message.addresses) {
      out.tag(66);
      out.string(item);
    }
  }
  if (message.wires !== undefined) {
    for (const item of message.wires) {
      out.tag(74);
      const start = out.open();
      writeWireAddress(out, item);
      out.close(start);
    }
  }
  if (message.epoch) {
    out.tag(82);
    out.string(message.epoch);
  }
  if (message.host) {
    out.tag(90);
    out.string(message.host);
  }
  if (message.running) {
    out.tag(96);
    out.varint(message.running);
  }
  if (message.httpPort) {
    out.tag(104);
    out.varint(message.httpPort);
  }
  if (message.attaching) {
    out.tag(112);
    out.varint(message.attaching);
  }
  if (message.requests !== undefined) {
    out.tag(130);
    const start = out.open();
    writeRequestList(out, message.requests);
    out.close(start);
  }
  if (message.now) {
    out.tag(136);
    out.varint(message.now);
  }
  if (message.provesSessions) {
    out.tag(144);
    out.bool(message.provesSessions);
  }
}

function readAnnouncement(input: Reader, end: number): Announcement {
  let id = '';
  let isGateway = false;
  let isRouter = false;
  let version = '';
  let startedAt = 0;
  let connections = 0;
  let isDraining = false;
  const addresses: string[] = [];
  const wires: WireAddress[] = [];
  let epoch = '';
  let host = '';
  let running = 0;
  let httpPort = 0;
  let attaching = 0;
  let requests: RequestList | undefined;
  let now = 0;
  let provesSessions = false;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        id = input.string();
        break;
      case 16:
        isGateway = input.bool();
        break;
      case 24:
        isRouter = input.bool();
        break;
      case 34:
        version = input.string();
        break;
      case 40:
        startedAt = input.varint();
        break;
      case 48:
        connections = input.varint();
        break;
      case 56:
        isDraining = input.bool();
        break;
      case 66:
        addresses.push(input.string());
        break;
      case 74:
        wires.push(input.message(readWireAddress));
        break;
      case 82:
        epoch = input.string();
        break;
      case 90:
        host = input.string();
        break;
      case 96:
        running = input.varint();
        break;
      case 104:
        httpPort = input.varint();
        break;
      case 112:
        attaching = input.varint();
        break;
      case 130:
        requests = input.message(readRequestList);
        break;
      case 136:
        now = input.varint();
        break;
      case 144:
        provesSessions = input.bool();
        break;
      default:
        input.skip(tag);
    }
  }
  return { id, isGateway, isRouter, version, startedAt, connections, isDraining, addresses, wires, epoch, host, running, httpPort, attaching, requests, now, provesSessions };
}

/** Encodes one Announcement. The bytes belong to the caller. */
export function encodeAnnouncement(message: AnnouncementInit): Uint8Array {
  try {
    writeAnnouncement(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Announcement; `bytes` fields are views into the input. Throws WireError. */
export function decodeAnnouncement(bytes: Uint8Array): Announcement {
  const reader = new Reader(bytes);
  const message = readAnnouncement(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Requests by their field numbers in ClientFrame. If a router dies, it may have carried a request out: may the gateway repeat
 * the request at another router?
 */
export interface RequestList {
  /** Yes: carrying it out twice has the same effect as once. */
  readonly harmless: readonly number[];
  /** Yes, if the request carries a client id. */
  readonly byClientId: readonly RequestWithClientId[];
  /** No. */
  readonly never: readonly number[];
}

/** Input for encoding a RequestList; absent fields have their default. */
export interface RequestListInit {
  readonly harmless?: readonly number[] | undefined;
  readonly byClientId?: readonly RequestWithClientIdInit[] | undefined;
  readonly never?: readonly number[] | undefined;
}

function writeRequestList(out: Writer, message: RequestListInit): void {
  if (message.harmless !== undefined && message.harmless.length > 0) {
    out.tag(10);
    const start = out.open();
    for (const item of message.harmless) out.varint(item);
    out.close(start);
  }
  if (message.byClientId !== undefined) {
    for (const item of message.byClientId) {
      out.tag(18);
      const start = out.open();
      writeRequestWithClientId(out, item);
      out.close(start);
    }
  }
  if (message.never !== undefined && message.never.length > 0) {
    out.tag(26);
    const start = out.open();
    for (const item of message.never) out.varint(item);
    out.close(start);
  }
}

function readRequestList(input: Reader, end: number): RequestList {
  const harmless: number[] = [];
  const byClientId: RequestWithClientId[] = [];
  const never: number[] = [];
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        harmless.push(input.varint());
        break;
      case 10:
        input.packed(harmless);
        break;
      case 18:
        byClientId.push(input.message(readRequestWithClientId));
        break;
      case 24:
        never.push(input.varint());
        break;
      case 26:
        input.packed(never);
        break;
      default:
        input.skip(tag);
    }
  }
  return { harmless, byClientId, never };
}

/** Encodes one RequestList. The bytes belong to the caller. */
export function encodeRequestList(message: RequestListInit): Uint8Array {
  try {
    writeRequestList(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RequestList; `bytes` fields are views into the input. Throws WireError. */
export function decodeRequestList(bytes: Uint8Array): RequestList {
  const reader = new Reader(bytes);
  const message = readRequestList(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface RequestWithClientId {
  readonly number: number;
  /** The field number of the client id in the request. */
  readonly field: number;
}

/** Input for encoding a RequestWithClientId; absent fields have their default. */
export interface RequestWithClientIdInit {
  readonly number?: number | undefined;
  readonly field?: number | undefined;
}

function writeRequestWithClientId(out: Writer, message: RequestWithClientIdInit): void {
  if (message.number) {
    out.tag(8);
    out.varint(message.number);
  }
  if (message.field) {
    out.tag(16);
    out.varint(message.field);
  }
}

function readRequestWithClientId(input: Reader, end: number): RequestWithClientId {
  let number = 0;
  let field = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        number = input.varint();
        break;
      case 16:
        field = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { number, field };
}

/** Encodes one RequestWithClientId. The bytes belong to the caller. */
export function encodeRequestWithClientId(message: RequestWithClientIdInit): Uint8Array {
  try {
    writeRequestWithClientId(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RequestWithClientId; `bytes` fields are views into the input. Throws WireError. */
export function decodeRequestWithClientId(bytes: Uint8Array): RequestWithClientId {
  const reader = new Reader(bytes);
  const message = readRequestWithClientId(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface WireAddress {
  readonly host: string;
  readonly port: number;
  /** Empty: from a node of the previous version, which knew only one such protocol. */
  readonly scheme: string;
}

/** Input for encoding a WireAddress; absent fields have their default. */
export interface WireAddressInit {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly scheme?: string | undefined;
}

function writeWireAddress(out: Writer, message: WireAddressInit): void {
  if (message.host) {
    out.tag(10);
    out.string(message.host);
  }
  if (message.port) {
    out.tag(16);
    out.varint(message.port);
  }
  if (message.scheme) {
    out.tag(26);
    out.string(message.scheme);
  }
}

function readWireAddress(input: Reader, end: number): WireAddress {
  let host = '';
  let port = 0;
  let scheme = '';
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        host = input.string();
        break;
      case 16:
        port = input.varint();
        break;
      case 26:
        scheme = input.string();
        break;
      default:
        input.skip(tag);
    }
  }
  return { host, port, scheme };
}

/** Encodes one WireAddress. The bytes belong to the caller. */
export function encodeWireAddress(message: WireAddressInit): Uint8Array {
  try {
    writeWireAddress(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one WireAddress; `bytes` fields are views into the input. Throws WireError. */
export function decodeWireAddress(bytes: Uint8Array): WireAddress {
  const reader = new Reader(bytes);
  const message = readWireAddress(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Request on `status`, to every node. */
export interface StatusQuery {
  readonly _?: never;
}

/** Input for encoding a StatusQuery; absent fields have their default. */
export interface StatusQueryInit {
  readonly _?: never;
}

function writeStatusQuery(_out: Writer, _message: StatusQueryInit): void {
}

function readStatusQuery(input: Reader, end: number): StatusQuery {
  while (input.position < end) input.skip(input.varint());
  return {  };
}

/** Encodes one StatusQuery. The bytes belong to the caller. */
export function encodeStatusQuery(message: StatusQueryInit): Uint8Array {
  try {
    writeStatusQuery(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one StatusQuery; `bytes` fields are views into the input. Throws WireError. */
export function decodeStatusQuery(bytes: Uint8Array): StatusQuery {
  const reader = new Reader(bytes);
  const message = readStatusQuery(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface NodeStatus {
  /** The node that answers. */
  readonly id: string;
  /** Why it should get no traffic; empty if it is healthy. */
  readonly trouble: string;
  readonly connections: number;
  readonly lagging: number;
  readonly running: number;
  /** This and the next are counted since the start. */
  readonly appended: number;
  readonly delivered: number;
  readonly loopDelayMs: number;
  readonly memoryBytes: number;
  readonly busLost: number;
  readonly busOutages: number;
  /** Unix ms. */
  readonly time: number;
}

/** Input for encoding a NodeStatus; absent fields have their default. */
export interface NodeStatusInit {
  readonly id?: string | undefined;
  readonly trouble?: string | undefined;
  readonly connections?: number | undefined;
  readonly lagging?: number | undefined;
  readonly running?: number | undefined;
  readonly appended?: number | undefined;
  readonly delivered?: number | undefined;
  readonly loopDelayMs?: number | undefined;
  readonly memoryBytes?: number | undefined;
  readonly busLost?: number | undefined;
  readonly busOutages?: number | undefined;
  readonly time?: number | undefined;
}

function writeNodeStatus(out: Writer, message: NodeStatusInit): void {
  if (message.id) {
    out.tag(10);
    out.string(message.id);
  }
  if (message.trouble) {
    out.tag(18);
    out.string(message.trouble);
  }
  if (message.connections) {
    out.tag(24);
    out.varint(message.connections);
  }
  if (message.lagging) {
    out.tag(32);
    out.varint(message.lagging);
  }
  if (message.running) {
    out.tag(40);
    out.varint(message.running);
  }
  if (message.appended) {
    out.tag(48);
    out.varint(message.appended);
  }
  if (message.delivered) {
    out.tag(56);
    out.varint(message.delivered);
  }
  if (message.loopDelayMs) {
    out.tag(64);
    out.varint(message.loopDelayMs);
  }
  if (message.memoryBytes) {
    out.tag(72);
    out.varint(message.memoryBytes);
  }
  if (message.busLost) {
    out.tag(80);
    out.varint(message.busLost);
  }
  if (message.busOutages) {
    out.tag(88);
    out.varint(message.busOutages);
  }
  if (message.time) {
    out.tag(96);
    out.varint(message.time);
  }
}

function readNodeStatus(input: Reader, end: number): NodeStatus {
  let id = '';
  let trouble = '';
  let connections = 0;
  let lagging = 0;
  let running = 0;
  let appended = 0;
  let delivered = 0;
  let loopDelayMs = 0;
  let memoryBytes = 0;
  let busLost = 0;
  let busOutages = 0;
  let time = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        id = input.string();
        break;
      case 18:
        trouble = input.string();
        break;
      case 24:
        connections = input.varint();
        break;
      case 32:
        lagging = input.varint();
        break;
      case 40:
        running = input.varint();
        break;
      case 48:
        appended = input.varint();
        break;
      case 56:
        delivered = input.varint();
        break;
      case 64:
        loopDelayMs = input.varint();
        break;
      case 72:
        memoryBytes = input.varint();
        break;
      case 80:
        busLost = input.varint();
        break;
      case 88:
        busOutages = input.varint();
        break;
      case 96:
        time = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { id, trouble, connections, lagging, running, appended, delivered, loopDelayMs, memoryBytes, busLost, busOutages, time };
}

/** Encodes one NodeStatus. The bytes belong to the caller. */
export function encodeNodeStatus(message: NodeStatusInit): Uint8Array {
  try {
    writeNodeStatus(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one NodeStatus; `bytes` fields are views into the input. Throws WireError. */
export function decodeNodeStatus(bytes: Uint8Array): NodeStatus {
  const reader = new Reader(bytes);
  const message = readNodeStatus(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * On `link.<node>`: part of a reliable, ordered stream between two nodes, in both directions. The stream consists of numbered
 * batches; the sender keeps a batch until it is acknowledged, and repeats it if necessary.
 */
export interface LinkBatch {
  /** The sending node. */
  readonly from: string;
  /** Chosen by the node that opened the link. */
  readonly link: number;
  /** 1, 2, 3, …; 0: no batch, only the fields below. */
  readonly number: number;
  /** Every batch of the other side up to this number has arrived. */
  readonly ack: number;
  /** A later batch has arrived, but batch `ack + 1` has not. */
  readonly isMissing: boolean;
  /** This side has ended the link, or does not know it. */
  readonly isOver: boolean;
  readonly items: readonly Uint8Array[];
  /** The last item continues in the first item of the next batch. */
  readonly goesOn: boolean;
  /** The sender opened the link. */
  readonly isOpener: boolean;
}

/** Input for encoding a LinkBatch; absent fields have their default. */
export interface LinkBatchInit {
  readonly from?: string | undefined;
  readonly link?: number | undefined;
  readonly number?: number | undefined;
  readonly ack?: number | undefined;
  readonly isMissing?: boolean | undefined;
  readonly isOver?: boolean | undefined;
  readonly items?: readonly Uint8Array[] | undefined;
  readonly goesOn?: boolean | undefined;
  readonly isOpener?: boolean | undefined;
}

function writeLinkBatch(out: Writer, message: LinkBatchInit): void {
  if (message.from) {
    out.tag(10);
    out.string(message.from);
  }
  if (message.link) {
    out.tag(16);
    out.varint(message.link);
  }
  if (message.number) {
    out.tag(24);
    out.varint(message.number);
  }
  if (message.ack) {
    out.tag(32);
    out.varint(message.ack);
  }
  if (message.isMissing) {
    out.tag(40);
    out.bool(message.isMissing);
  }
  if (message.isOver) {
    out.tag(48);
    out.bool(message.isOver);
  }
  if (message.items !== undefined) {
    for (const item of message.items) {
      out.tag(58);
      out.bytes(item);
    }
  }
  if (message.goesOn) {
    out.tag(64);
    out.bool(message.goesOn);
  }
  if (message.isOpener) {
    out.tag(72);
    out.bool(message.isOpener);
  }
}

function readLinkBatch(input: Reader, end: number): LinkBatch {
  let from = '';
  let link = 0;
  let number = 0;
  let ack = 0;
  let isMissing = false;
  let isOver = false;
  const items: Uint8Array[] = [];
  let goesOn = false;
  let isOpener = false;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        from = input.string();
        break;
      case 16:
        link = input.varint();
        break;
      case 24:
        number = input.varint();
        break;
      case 32:
        ack = input.varint();
        break;
      case 40:
        isMissing = input.bool();
        break;
      case 48:
        isOver = input.bool();
        break;
      case 58:
        items.push(input.bytes());
        break;
      case 64:
        goesOn = input.bool();
        break;
      case 72:
        isOpener = input.bool();
        break;
      default:
        input.skip(tag);
    }
  }
  return { from, link, number, ack, isMissing, isOver, items, goesOn, isOpener };
}

/** Encodes one LinkBatch. The bytes belong to the caller. */
export function encodeLinkBatch(message: LinkBatchInit): Uint8Array {
  try {
    writeLinkBatch(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one LinkBatch; `bytes` fields are views into the input. Throws WireError. */
export function decodeLinkBatch(bytes: Uint8Array): LinkBatch {
  const reader = new Reader(bytes);
  const message = readLinkBatch(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export type RouterCallBody =
  | { readonly case: 'request'; readonly value: Uint8Array }
  | { readonly case: 'authenticate'; readonly value: string }
  | { readonly case: 'attach'; readonly value: string }
  | { readonly case: 'attachAs'; readonly value: Identity }
  | { readonly case: 'groups'; readonly value: GroupsOf }
  | { readonly case: 'membership'; readonly value: MembershipQuery }
  | { readonly case: 'arrival'; readonly value: Arrival }
  | { readonly case: 'detached'; readonly value: Detached }
  | { readonly case: 'sessionsOf'; readonly value: SessionsOf };

export type RouterCallBodyInit =
  | { readonly case: 'request'; readonly value: Uint8Array }
  | { readonly case: 'authenticate'; readonly value: string }
  | { readonly case: 'attach'; readonly value: string }
  | { readonly case: 'attachAs'; readonly value: IdentityInit }
  | { readonly case: 'groups'; readonly value: GroupsOfInit }
  | { readonly case: 'membership'; readonly value: MembershipQueryInit }
  | { readonly case: 'arrival'; readonly value: ArrivalInit }
  | { readonly case: 'detached'; readonly value: DetachedInit }
  | { readonly case: 'sessionsOf'; readonly value: SessionsOfInit };

/** Gateway to router. */
export interface RouterCall {
  /** The answer carries the same id. 0: no answer is wanted. */
  readonly id: number;
  /** 0: none. */
  readonly connection: number;
  /** Only for a caller without a login, which no Arrival has announced. */
  readonly address: string;
  /** The same. What the gateway's listener has checked of the caller's TLS certificate (ADR 52). No client can write it. */
  readonly certificate: ClientCertificate | undefined;
  readonly body: RouterCallBody | undefined;
}

/** Input for encoding a RouterCall; absent fields have their default. */
export interface RouterCallInit {
  readonly id?: number | undefined;
  readonly connection?: number | undefined;
  readonly address?: string | undefined;
  readonly certificate?: ClientCertificateInit | undefined;
  readonly body?: RouterCallBodyInit | undefined;
}

function writeRouterCall(out: Writer, message: RouterCallInit): void {
  if (message.id) {
    out.tag(8);
    out.varint(message.id);
  }
  if (message.connection) {
    out.tag(16);
    out.varint(message.connection);
  }
  if (message.address) {
    out.tag(26);
    out.string(message.address);
  }
  if (message.certificate !== undefined) {
    out.tag(106);
    const start = out.open();
    writeClientCertificate(out, message.certificate);
    out.close(start);
  }
  switch (message.body?.case) {
    case 'request': {
      out.tag(34);
      out.bytes(message.body.value);
      break;
    }
    case 'authenticate': {
      out.tag(42);
      out.string(message.body.value);
      break;
    }
    case 'attach': {
      out.tag(50);
      out.string(message.body.value);
      break;
    }
    case 'attachAs': {
      out.tag(58);
      const start = out.open();
      writeIdentity(out, message.body.value);
      out.close(start);
      break;
    }
    case 'groups': {
      out.tag(66);
      const start = out.open();
      writeGroupsOf(out, message.body.value);
      out.close(start);
      break;
    }
    case 'membership': {
      out.tag(74);
      const start = out.open();
      writeMembershipQuery(out, message.body.value);
      out.close(start);
      break;
    }
    case 'arrival': {
      out.tag(82);
      const start = out.open();
      writeArrival(out, message.body.value);
      out.close(start);
      break;
    }
    case 'detached': {
      out.tag(90);
      const start = out.open();
      writeDetached(out, message.body.value);
      out.close(start);
      break;
    }
    case 'sessionsOf': {
      out.tag(98);
      const start = out.open();
      writeSessionsOf(out, message.body.value);
      out.close(start);
      break;
    }
    case undefined:
      break;
  }
}

function readRouterCall(input: Reader, end: number): RouterCall {
  let id = 0;
  let connection = 0;
  let address = '';
  let certificate: ClientCertificate | undefined;
  let body: RouterCallBody | undefined;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        id = input.varint();
        break;
      case 16:
        connection = input.varint();
        break;
      case 26:
        address = input.string();
        break;
      case 106:
        certificate = input.message(readClientCertificate);
        break;
      case 34:
        body = { case: 'request', value: input.bytes() };
        break;
      case 42:
        body = { case: 'authenticate', value: input.string() };
        break;
      case 50:
        body = { case: 'attach', value: input.string() };
        break;
      case 58:
        body = { case: 'attachAs', value: input.message(readIdentity) };
        break;
      case 66:
        body = { case: 'groups', value: input.message(readGroupsOf) };
        break;
      case 74:
        body = { case: 'membership', value: input.message(readMembershipQuery) };
        break;
      case 82:
        body = { case: 'arrival', value: input.message(readArrival) };
        break;
      case 90:
        body = { case: 'detached', value: input.message(readDetached) };
        break;
      case 98:
        body = { case: 'sessionsOf', value: input.message(readSessionsOf) };
        break;
      default:
        input.skip(tag);
    }
  }
  return { id, connection, address, certificate, body };
}

/** Encodes one RouterCall. The bytes belong to the caller. */
export function encodeRouterCall(message: RouterCallInit): Uint8Array {
  try {
    writeRouterCall(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RouterCall; `bytes` fields are views into the input. Throws WireError. */
export function decodeRouterCall(bytes: Uint8Array): RouterCall {
  const reader = new Reader(bytes);
  const message = readRouterCall(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A TLS certificate whose chain was checked. */
export interface ClientCertificate {
  /** Whom it names. */
  readonly name: string;
  /** Unix ms. */
  readonly validUntil: number;
}

/** Input for encoding a ClientCertificate; absent fields have their default. */
export interface ClientCertificateInit {
  readonly name?: string | undefined;
  readonly validUntil?: number | undefined;
}

function writeClientCertificate(out: Writer, message: ClientCertificateInit): void {
  if (message.name) {
    out.tag(10);
    out.string(message.name);
  }
  if (message.validUntil) {
    out.tag(16);
    out.varint(message.validUntil);
  }
}

function readClientCertificate(input: Reader, end: number): ClientCertificate {
  let name = '';
  let validUntil = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        name = input.string();
        break;
      case 16:
        validUntil = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { name, validUntil };
}

/** Encodes one ClientCertificate. The bytes belong to the caller. */
export function encodeClientCertificate(message: ClientCertificateInit): Uint8Array {
  try {
    writeClientCertificate(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ClientCertificate; `bytes` fields are views into the input. Throws WireError. */
export function decodeClientCertificate(bytes: Uint8Array): ClientCertificate {
  const reader = new Reader(bytes);
  const message = readClientCertificate(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface Identity {
  readonly user: number;
  readonly name: string;
  /** The wire protocol that has identified them. Empty: from a node of the previous version, which knew only one. */
  readonly protocol: string;
}

/** Input for encoding a Identity; absent fields have their default. */
export interface IdentityInit {
  readonly user?: number | undefined;
  readonly name?: string | undefined;
  readonly protocol?: string | undefined;
}

function writeIdentity(out: Writer, message: IdentityInit): void {
  if (message.user) {
    out.tag(8);
    out.varint(message.user);
  }
  if (message.name) {
    out.tag(18);
    out.string(message.name);
  }
  if (message.protocol) {
    out.tag(26);
    out.string(message.protocol);
  }
}

function readIdentity(input: Reader, end: number): Identity {
  let user = 0;
  let name = '';
  let protocol = '';
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        user = input.varint();
        break;
      case 18:
        name = input.string();
        break;
      case 26:
        protocol = input.string();
        break;
      default:
        input.skip(tag);
    }
  }
  return { user, name, protocol };
}

/** Encodes one Identity. The bytes belong to the caller. */
export function encodeIdentity(message: IdentityInit): Uint8Array {
  try {
    writeIdentity(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Identity; `bytes` fields are views into the input. Throws WireError. */
export function decodeIdentity(bytes: Uint8Array): Identity {
  const reader = new Reader(bytes);
  const message = readIdentity(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Which sessions do these users have? */
export interface SessionsOf {
  readonly users: readonly number[];
}

/** Input for encoding a SessionsOf; absent fields have their default. */
export interface SessionsOfInit {
  readonly users?: readonly number[] | undefined;
}

function writeSessionsOf(out: Writer, message: SessionsOfInit): void {
  if (message.users !== undefined && message.users.length > 0) {
    out.tag(10);
    const start = out.open();
    for (const item of message.users) out.varint(item);
    out.close(start);
  }
}

function readSessionsOf(input: Reader, end: number): SessionsOf {
  const users: number[] = [];
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        users.push(input.varint());
        break;
      case 10:
        input.packed(users);
        break;
      default:
        input.skip(tag);
    }
  }
  return { users };
}

/** Encodes one SessionsOf. The bytes belong to the caller. */
export function encodeSessionsOf(message: SessionsOfInit): Uint8Array {
  try {
    writeSessionsOf(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SessionsOf; `bytes` fields are views into the input. Throws WireError. */
export function decodeSessionsOf(bytes: Uint8Array): SessionsOf {
  const reader = new Reader(bytes);
  const message = readSessionsOf(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface GroupsOf {
  readonly user: number;
  readonly after: number;
  readonly limit: number;
}

/** Input for encoding a GroupsOf; absent fields have their default. */
export interface GroupsOfInit {
  readonly user?: number | undefined;
  readonly after?: number | undefined;
  readonly limit?: number | undefined;
}

function writeGroupsOf(out: Writer, message: GroupsOfInit): void {
  if (message.user) {
    out.tag(8);
    out.varint(message.user);
  }
  if (message.after) {
    out.tag(16);
    out.varint(message.after);
  }
  if (message.limit) {
    out.tag(24);
    out.varint(message.limit);
  }
}

function readGroupsOf(input: Reader, end: number): GroupsOf {
  let user = 0;
  let after = 0;
  let limit = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        user = input.varint();
        break;
      case 16:
        after = input.varint();
        break;
      case 24:
        limit = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { user, after, limit };
}

/** Encodes one GroupsOf. The bytes belong to the caller. */
export function encodeGroupsOf(message: GroupsOfInit): Uint8Array {
  try {
    writeGroupsOf(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one GroupsOf; `bytes` fields are views into the input. Throws WireError. */
export function decodeGroupsOf(bytes: Uint8Array): GroupsOf {
  const reader = new Reader(bytes);
  const message = readGroupsOf(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface MembershipQuery {
  readonly conversation: number;
  readonly users: readonly number[];
}

/** Input for encoding a MembershipQuery; absent fields have their default. */
export interface MembershipQueryInit {
  readonly conversation?: number | undefined;
  readonly users?: readonly number[] | undefined;
}

function writeMembershipQuery(out: Writer, message: MembershipQueryInit): void {
  if (message.conversation) {
    out.tag(8);
    out.varint(message.conversation);
  }
  if (message.users !== undefined && message.users.length > 0) {
    out.tag(18);
    const start = out.open();
    for (const item of message.users) out.varint(item);
    out.close(start);
  }
}

function readMembershipQuery(input: Reader, end: number): MembershipQuery {
  let conversation = 0;
  const users: number[] = [];
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        conversation = input.varint();
        break;
      case 16:
        users.push(input.varint());
        break;
      case 18:
        input.packed(users);
        break;
      default:
        input.skip(tag);
    }
  }
  return { conversation, users };
}

/** Encodes one MembershipQuery. The bytes belong to the caller. */
export function encodeMembershipQuery(message: MembershipQueryInit): Uint8Array {
  try {
    writeMembershipQuery(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one MembershipQuery; `bytes` fields are views into the input. Throws WireError. */
export function decodeMembershipQuery(bytes: Uint8Array): MembershipQuery {
  const reader = new Reader(bytes);
  const message = readMembershipQuery(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export type ArrivalProof =
  | { readonly case: 'token'; readonly value: string }
  | { readonly case: 'identity'; readonly value: Identity };

export type ArrivalProofInit =
  | { readonly case: 'token'; readonly value: string }
  | { readonly case: 'identity'; readonly value: IdentityInit };

/** The router reads the session that the proof names from its store. */
export interface Arrival {
  readonly address: string;
  /**
   * For routers of the previous version, which take the gateway's word. Without a proof, routers take it only of a gateway
   * of the previous version.
   */
  readonly session: SessionInfo | undefined;
  readonly proof: ArrivalProof | undefined;
}

/** Input for encoding a Arrival; absent fields have their default. */
export interface ArrivalInit {
  readonly address?: string | undefined;
  readonly session?: SessionInfoInit | undefined;
  readonly proof?: ArrivalProofInit | undefined;
}

function writeArrival(out: Writer, message: ArrivalInit): void {
  if (message.address) {
    out.tag(10);
    out.string(message.address);
  }
  if (message.session !== undefined) {
    out.tag(18);
    const start = out.open();
    writeSessionInfo(out, message.session);
    out.close(start);
  }
  switch (message.proof?.case) {
    case 'token': {
      out.tag(26);
      out.string(message.proof.value);
      break;
    }
    case 'identity': {
      out.tag(34);
      const start = out.open();
      writeIdentity(out, message.proof.value);
      out.close(start);
      break;
    }
    case undefined:
      break;
  }
}

function readArrival(input: Reader, end: number): Arrival {
  let address = '';
  let session: SessionInfo | undefined;
  let proof: ArrivalProof | undefined;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        address = input.string();
        break;
      case 18:
        session = input.message(readSessionInfo);
        break;
      case 26:
        proof = { case: 'token', value: input.string() };
        break;
      case 34:
        proof = { case: 'identity', value: input.message(readIdentity) };
        break;
      default:
        input.skip(tag);
    }
  }
  return { address, session, proof };
}

/** Encodes one Arrival. The bytes belong to the caller. */
export function encodeArrival(message: ArrivalInit): Uint8Array {
  try {
    writeArrival(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Arrival; `bytes` fields are views into the input. Throws WireError. */
export function decodeArrival(bytes: Uint8Array): Arrival {
  const reader = new Reader(bytes);
  const message = readArrival(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface Detached {
  /** 0: the user has other connections. */
  readonly offlineUser: number;
}

/** Input for encoding a Detached; absent fields have their default. */
export interface DetachedInit {
  readonly offlineUser?: number | undefined;
}

function writeDetached(out: Writer, message: DetachedInit): void {
  if (message.offlineUser) {
    out.tag(8);
    out.varint(message.offlineUser);
  }
}

function readDetached(input: Reader, end: number): Detached {
  let offlineUser = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        offlineUser = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { offlineUser };
}

/** Encodes one Detached. The bytes belong to the caller. */
export function encodeDetached(message: DetachedInit): Uint8Array {
  try {
    writeDetached(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Detached; `bytes` fields are views into the input. Throws WireError. */
export function decodeDetached(bytes: Uint8Array): Detached {
  const reader = new Reader(bytes);
  const message = readDetached(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface SessionInfo {
  readonly id: number;
  readonly user: number;
  readonly name: string;
  readonly nameKey: string;
  readonly admin: boolean;
  readonly deviceId: string;
  readonly deviceClass: string;
  readonly inbox: number;
  readonly bot: boolean;
}

/** Input for encoding a SessionInfo; absent fields have their default. */
export interface SessionInfoInit {
  readonly id?: number | undefined;
  readonly user?: number | undefined;
  readonly name?: string | undefined;
  readonly nameKey?: string | undefined;
  readonly admin?: boolean | undefined;
  readonly deviceId?: string | undefined;
  readonly deviceClass?: string | undefined;
  readonly inbox?: number | undefined;
  readonly bot?: boolean | undefined;
}

function writeSessionInfo(out: Writer, message: SessionInfoInit): void {
  if (message.id) {
    out.tag(8);
    out.varint(message.id);
  }
  if (message.user) {
    out.tag(16);
    out.varint(message.user);
  }
  if (message.name) {
    out.tag(26);
    out.string(message.name);
  }
  if (message.nameKey) {
    out.tag(34);
    out.string(message.nameKey);
  }
  if (message.admin) {
    out.tag(40);
    out.bool(message.admin);
  }
  if (message.deviceId) {
    out.tag(50);
    out.string(message.deviceId);
  }
  if (message.deviceClass) {
    out.tag(58);
    out.string(message.deviceClass);
  }
  if (message.inbox) {
    out.tag(64);
    out.varint(message.inbox);
  }
  if (message.bot) {
    out.tag(72);
    out.bool(message.bot);
  }
}

function readSessionInfo(input: Reader, end: number): SessionInfo {
  let id = 0;
  let user = 0;
  let name = '';
  let nameKey = '';
  let admin = false;
  let deviceId = '';
  let deviceClass = '';
  let inbox = 0;
  let bot = false;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        id = input.varint();
        break;
      case 16:
        user = input.varint();
        break;
      case 26:
        name = input.string();
        break;
      case 34:
        nameKey = input.string();
        break;
      case 40:
        admin = input.bool();
        break;
      case 50:
        deviceId = input.string();
        break;
      case 58:
        deviceClass = input.string();
        break;
      case 64:
        inbox = input.varint();
        break;
      case 72:
        bot = input.bool();
        break;
      default:
        input.skip(tag);
    }
  }
  return { id, user, name, nameKey, admin, deviceId, deviceClass, inbox, bot };
}

/** Encodes one SessionInfo. The bytes belong to the caller. */
export function encodeSessionInfo(message: SessionInfoInit): Uint8Array {
  try {
    writeSessionInfo(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SessionInfo; `bytes` fields are views into the input. Throws WireError. */
export function decodeSessionInfo(bytes: Uint8Array): SessionInfo {
  const reader = new Reader(bytes);
  const message = readSessionInfo(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export type RouterAnswerBody =
  | { readonly case: 'reply'; readonly value: Uint8Array }
  | { readonly case: 'error'; readonly value: CallError }
  | { readonly case: 'session'; readonly value: SessionInfo }
  | { readonly case: 'attachment'; readonly value: AttachmentInfo }
  | { readonly case: 'groups'; readonly value: GroupList }
  | { readonly case: 'membership'; readonly value: MembershipAnswer }
  | { readonly case: 'sessions'; readonly value: SessionList }
  | { readonly case: 'sessionLost'; readonly value: CallError };

export type RouterAnswerBodyInit =
  | { readonly case: 'reply'; readonly value: Uint8Array }
  | { readonly case: 'error'; readonly value: CallErrorInit }
  | { readonly case: 'session'; readonly value: SessionInfoInit }
  | { readonly case: 'attachment'; readonly value: AttachmentInfoInit }
  | { readonly case: 'groups'; readonly value: GroupListInit }
  | { readonly case: 'membership'; readonly value: MembershipAnswerInit }
  | { readonly case: 'sessions'; readonly value: SessionListInit }
  | { readonly case: 'sessionLost'; readonly value: CallErrorInit };

/** Router to gateway. */
export interface RouterAnswer {
  readonly id: number;
  readonly body: RouterAnswerBody | undefined;
}

/** Input for encoding a RouterAnswer; absent fields have their default. */
export interface RouterAnswerInit {
  readonly id?: number | undefined;
  readonly body?: RouterAnswerBodyInit | undefined;
}

function writeRouterAnswer(out: Writer, message: RouterAnswerInit): void {
  if (message.id) {
    out.tag(8);
    out.varint(message.id);
  }
  switch (message.body?.case) {
    case 'reply': {
      out.tag(18);
      out.bytes(message.body.value);
      break;
    }
    case 'error': {
      out.tag(26);
      const start = out.open();
      writeCallError(out, message.body.value);
      out.close(start);
      break;
    }
    case 'session': {
      out.tag(34);
      const start = out.open();
      writeSessionInfo(out, message.body.value);
      out.close(start);
      break;
    }
    case 'attachment': {
      out.tag(42);
      const start = out.open();
      writeAttachmentInfo(out, message.body.value);
      out.close(start);
      break;
    }
    case 'groups': {
      out.tag(50);
      const start = out.open();
      writeGroupList(out, message.body.value);
      out.close(start);
      break;
    }
    case 'membership': {
      out.tag(58);
      const start = out.open();
      writeMembershipAnswer(out, message.body.value);
      out.close(start);
      break;
    }
    case 'sessions': {
      out.tag(66);
      const start = out.open();
      writeSessionList(out, message.body.value);
      out.close(start);
      break;
    }
    case 'sessionLost': {
      out.tag(74);
      const start = out.open();
      writeCallError(out, message.body.value);
      out.close(start);
      break;
    }
    case undefined:
      break;
  }
}

function readRouterAnswer(input: Reader, end: number): RouterAnswer {
  let id = 0;
  let body: RouterAnswerBody | undefined;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        id = input.varint();
        break;
      case 18:
        body = { case: 'reply', value: input.bytes() };
        break;
      case 26:
        body = { case: 'error', value: input.message(readCallError) };
        break;
      case 34:
        body = { case: 'session', value: input.message(readSessionInfo) };
        break;
      case 42:
        body = { case: 'attachment', value: input.message(readAttachmentInfo) };
        break;
      case 50:
        body = { case: 'groups', value: input.message(readGroupList) };
        break;
      case 58:
        body = { case: 'membership', value: input.message(readMembershipAnswer) };
        break;
      case 66:
        body = { case: 'sessions', value: input.message(readSessionList) };
        break;
      case 74:
        body = { case: 'sessionLost', value: input.message(readCallError) };
        break;
      default:
        input.skip(tag);
    }
  }
  return { id, body };
}

/** Encodes one RouterAnswer. The bytes belong to the caller. */
export function encodeRouterAnswer(message: RouterAnswerInit): Uint8Array {
  try {
    writeRouterAnswer(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RouterAnswer; `bytes` fields are views into the input. Throws WireError. */
export function decodeRouterAnswer(bytes: Uint8Array): RouterAnswer {
  const reader = new Reader(bytes);
  const message = readRouterAnswer(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface CallError {
  readonly code: number;
  readonly message: string;
  readonly retryAfterMs: number;
  readonly reason: string;
}

/** Input for encoding a CallError; absent fields have their default. */
export interface CallErrorInit {
  readonly code?: number | undefined;
  readonly message?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly reason?: string | undefined;
}

function writeCallError(out: Writer, message: CallErrorInit): void {
  if (message.code) {
    out.tag(8);
    out.varint(message.code);
  }
  if (message.message) {
    out.tag(18);
    out.string(message.message);
  }
  if (message.retryAfterMs) {
    out.tag(24);
    out.varint(message.retryAfterMs);
  }
  if (message.reason) {
    out.tag(34);
    out.string(message.reason);
  }
}

function readCallError(input: Reader, end: number): CallError {
  let code = 0;
  let message = '';
  let retryAfterMs = 0;
  let reason = '';
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        code = input.varint();
        break;
      case 18:
        message = input.string();
        break;
      case 24:
        retryAfterMs = input.varint();
        break;
      case 34:
        reason = input.string();
        break;
      default:
        input.skip(tag);
    }
  }
  return { code, message, retryAfterMs, reason };
}

/** Encodes one CallError. The bytes belong to the caller. */
export function encodeCallError(message: CallErrorInit): Uint8Array {
  try {
    writeCallError(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one CallError; `bytes` fields are views into the input. Throws WireError. */
export function decodeCallError(bytes: Uint8Array): CallError {
  const reader = new Reader(bytes);
  const message = readCallError(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface AttachmentInfo {
  readonly session: SessionInfo | undefined;
  readonly slot: string;
  readonly fence: number;
  readonly rooms: readonly number[];
  /** A ServerFrame. */
  readonly reply: Uint8Array;
  /** The token of the session, if the client has sent a ticket, which is good for one use. Empty: what it has sent. */
  readonly proof: string;
}

/** Input for encoding a AttachmentInfo; absent fields have their default. */
export interface AttachmentInfoInit {
  readonly session?: SessionInfoInit | undefined;
  readonly slot?: string | undefined;
  readonly fence?: number | undefined;
  readonly rooms?: readonly number[] | undefined;
  readonly reply?: Uint8Array | undefined;
  readonly proof?: string | undefined;
}

function writeAttachmentInfo(out: Writer, message: AttachmentInfoInit): void {
  if (message.session !== undefined) {
    out.tag(10);
    const start = out.open();
    writeSessionInfo(out, message.session);
    out.close(start);
  }
  if (message.slot) {
    out.tag(18);
    out.string(message.slot);
  }
  if (message.fence) {
    out.tag(24);
    out.varint(message.fence);
  }
  if (message.rooms !== undefined && message.rooms.length > 0) {
    out.tag(34);
    const start = out.open();
    for (const item of message.rooms) out.varint(item);
    out.close(start);
  }
  if (message.reply !== undefined && message.reply.length > 0) {
    out.tag(42);
    out.bytes(message.reply);
  }
  if (message.proof) {
    out.tag(50);
    out.string(message.proof);
  }
}

function readAttachmentInfo(input: Reader, end: number): AttachmentInfo {
  let session: SessionInfo | undefined;
  let slot = '';
  let fence = 0;
  const rooms: number[] = [];
  let reply: Uint8Array = new Uint8Array(0);
  let proof = '';
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        session = input.message(readSessionInfo);
        break;
      case 18:
        slot = input.string();
        break;
      case 24:
        fence = input.varint();
        break;
      case 32:
        rooms.push(input.varint());
        break;
      case 34:
        input.packed(rooms);
        break;
      case 42:
        reply = input.bytes();
        break;
      case 50:
        proof = input.string();
        break;
      default:
        input.skip(tag);
    }
  }
  return { session, slot, fence, rooms, reply, proof };
}

/** Encodes one AttachmentInfo. The bytes belong to the caller. */
export function encodeAttachmentInfo(message: AttachmentInfoInit): Uint8Array {
  try {
    writeAttachmentInfo(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one AttachmentInfo; `bytes` fields are views into the input. Throws WireError. */
export function decodeAttachmentInfo(bytes: Uint8Array): AttachmentInfo {
  const reader = new Reader(bytes);
  const message = readAttachmentInfo(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface SessionList {
  readonly ids: readonly number[];
}

/** Input for encoding a SessionList; absent fields have their default. */
export interface SessionListInit {
  readonly ids?: readonly number[] | undefined;
}

function writeSessionList(out: Writer, message: SessionListInit): void {
  if (message.ids !== undefined && message.ids.length > 0) {
    out.tag(10);
    const start = out.open();
    for (const item of message.ids) out.varint(item);
    out.close(start);
  }
}

function readSessionList(input: Reader, end: number): SessionList {
  const ids: number[] = [];
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        ids.push(input.varint());
        break;
      case 10:
        input.packed(ids);
        break;
      default:
        input.skip(tag);
    }
  }
  return { ids };
}

/** Encodes one SessionList. The bytes belong to the caller. */
export function encodeSessionList(message: SessionListInit): Uint8Array {
  try {
    writeSessionList(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SessionList; `bytes` fields are views into the input. Throws WireError. */
export function decodeSessionList(bytes: Uint8Array): SessionList {
  const reader = new Reader(bytes);
  const message = readSessionList(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface GroupList {
  readonly groups: readonly GroupVersion[];
}

/** Input for encoding a GroupList; absent fields have their default. */
export interface GroupListInit {
  readonly groups?: readonly GroupVersionInit[] | undefined;
}

function writeGroupList(out: Writer, message: GroupListInit): void {
  if (message.groups !== undefined) {
    for (const item of message.groups) {
      out.tag(10);
      const start = out.open();
      writeGroupVersion(out, item);
      out.close(start);
    }
  }
}

function readGroupList(input: Reader, end: number): GroupList {
  const groups: GroupVersion[] = [];
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        groups.push(input.message(readGroupVersion));
        break;
      default:
        input.skip(tag);
    }
  }
  return { groups };
}

/** Encodes one GroupList. The bytes belong to the caller. */
export function encodeGroupList(message: GroupListInit): Uint8Array {
  try {
    writeGroupList(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one GroupList; `bytes` fields are views into the input. Throws WireError. */
export function decodeGroupList(bytes: Uint8Array): GroupList {
  const reader = new Reader(bytes);
  const message = readGroupList(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface GroupVersion {
  readonly id: number;
  readonly version: number;
}

/** Input for encoding a GroupVersion; absent fields have their default. */
export interface GroupVersionInit {
  readonly id?: number | undefined;
  readonly version?: number | undefined;
}

function writeGroupVersion(out: Writer, message: GroupVersionInit): void {
  if (message.id) {
    out.tag(8);
    out.varint(message.id);
  }
  if (message.version) {
    out.tag(16);
    out.varint(message.version);
  }
}

function readGroupVersion(input: Reader, end: number): GroupVersion {
  let id = 0;
  let version = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        id = input.varint();
        break;
      case 16:
        version = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { id, version };
}

/** Encodes one GroupVersion. The bytes belong to the caller. */
export function encodeGroupVersion(message: GroupVersionInit): Uint8Array {
  try {
    writeGroupVersion(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one GroupVersion; `bytes` fields are views into the input. Throws WireError. */
export function decodeGroupVersion(bytes: Uint8Array): GroupVersion {
  const reader = new Reader(bytes);
  const message = readGroupVersion(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export interface MembershipAnswer {
  readonly version: number;
  readonly members: readonly number[];
  readonly head: number;
}

/** Input for encoding a MembershipAnswer; absent fields have their default. */
export interface MembershipAnswerInit {
  readonly version?: number | undefined;
  readonly members?: readonly number[] | undefined;
  readonly head?: number | undefined;
}

function writeMembershipAnswer(out: Writer, message: MembershipAnswerInit): void {
  if (message.version) {
    out.tag(8);
    out.varint(message.version);
  }
  if (message.members !== undefined && message.members.length > 0) {
    out.tag(18);
    const start = out.open();
    for (const item of message.members) out.varint(item);
    out.close(start);
  }
  if (message.head) {
    out.tag(24);
    out.varint(message.head);
  }
}

function readMembershipAnswer(input: Reader, end: number): MembershipAnswer {
  let version = 0;
  const members: number[] = [];
  let head = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        version = input.varint();
        break;
      case 16:
        members.push(input.varint());
        break;
      case 18:
        input.packed(members);
        break;
      case 24:
        head = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { version, members, head };
}

/** Encodes one MembershipAnswer. The bytes belong to the caller. */
export function encodeMembershipAnswer(message: MembershipAnswerInit): Uint8Array {
  try {
    writeMembershipAnswer(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one MembershipAnswer; `bytes` fields are views into the input. Throws WireError. */
export function decodeMembershipAnswer(bytes: Uint8Array): MembershipAnswer {
  const reader = new Reader(bytes);
  const message = readMembershipAnswer(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}
