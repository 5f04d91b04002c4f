// Generated from bus.proto by scripts/generate.ts. Do not edit.

import { Reader, WireError, Writer } from '@posthorn/protocol/wire';

const writer = new Writer();

export type EnvelopeBody =
  | { readonly case: 'push'; readonly value: Push }
  | { readonly case: 'note'; readonly value: Note }
  | { readonly case: 'advert'; readonly value: Advert }
  | { readonly case: 'fence'; readonly value: Fence }
  | { readonly case: 'sessionEnded'; readonly value: SessionEnded }
  | { readonly case: 'standingChanged'; readonly value: StandingChanged }
  | { readonly case: 'onlineQuery'; readonly value: OnlineQuery }
  | { readonly case: 'onlineList'; readonly value: OnlineList }
  | { readonly case: 'blocked'; readonly value: Blocked };

export type EnvelopeBodyInit =
  | { readonly case: 'push'; readonly value: PushInit }
  | { readonly case: 'note'; readonly value: NoteInit }
  | { readonly case: 'advert'; readonly value: AdvertInit }
  | { readonly case: 'fence'; readonly value: FenceInit }
  | { readonly case: 'sessionEnded'; readonly value: SessionEndedInit }
  | { readonly case: 'standingChanged'; readonly value: StandingChangedInit }
  | { readonly case: 'onlineQuery'; readonly value: OnlineQueryInit }
  | { readonly case: 'onlineList'; readonly value: OnlineListInit }
  | { readonly case: 'blocked'; readonly value: BlockedInit };

export interface Envelope {
  readonly body: EnvelopeBody | undefined;
}

/** What encoding a Envelope takes: what is left out has its default. */
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
    case 'standingChanged': {
      out.tag(50);
      const start = out.open();
      writeStandingChanged(out, message.body.value);
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
        body = { case: 'standingChanged', value: input.message(readStandingChanged) };
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
      default:
        input.skip(tag);
    }
  }
  return { body };
}

/** Encodes one Envelope. The bytes belong to the caller. */
export function encodeEnvelope(message: EnvelopeInit): Uint8Array<ArrayBuffer> {
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

/** A committed message for those who hold the subject. */
export interface Push {
  /** The connection that sent it and learns of it by its ack; 0 when there is none. */
  readonly origin: number;
  readonly conversation: number;
  readonly seq: number;
  /**
   * Groups: the conversation's version as of this message. A gateway that knows another one asks who is
   * still a member before it delivers (promise 9). 0: no check needed.
   */
  readonly version: number;
  /** The length-prefixed ServerFrame that native clients receive, ready to be written. */
  readonly frame: Uint8Array;
}

/** What encoding a Push takes: what is left out has its default. */
export interface PushInit {
  readonly origin?: number | undefined;
  readonly conversation?: number | undefined;
  readonly seq?: number | undefined;
  readonly version?: number | undefined;
  readonly frame?: Uint8Array | undefined;
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
}

function readPush(input: Reader, end: number): Push {
  let origin = 0;
  let conversation = 0;
  let seq = 0;
  let version = 0;
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
        seq = input.varint();
        break;
      case 32:
        version = input.varint();
        break;
      case 42:
        frame = input.bytes();
        break;
      default:
        input.skip(tag);
    }
  }
  return { origin, conversation, seq, version, frame };
}

/** Encodes one Push. The bytes belong to the caller. */
export function encodePush(message: PushInit): Uint8Array<ArrayBuffer> {
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

/** Something fleeting: typing, receipts, presence. Dropped rather than delayed. */
export interface Note {
  readonly origin: number;
  readonly conversation: number;
  readonly version: number;
  /** A user who must not get it; 0 for none. */
  readonly exceptUser: number;
  readonly frame: Uint8Array;
}

/** What encoding a Note takes: what is left out has its default. */
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
export function encodeNote(message: NoteInit): Uint8Array<ArrayBuffer> {
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

/** Heads for whoever missed their push. */
export interface Advert {
  readonly heads: readonly AdvertHead[];
}

/** What encoding a Advert takes: what is left out has its default. */
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
export function encodeAdvert(message: AdvertInit): Uint8Array<ArrayBuffer> {
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

/** What encoding a AdvertHead takes: what is left out has its default. */
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
export function encodeAdvertHead(message: AdvertHeadInit): Uint8Array<ArrayBuffer> {
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
 * A login slot was taken. Who holds that slot with a lower number closes with REPLACED; who holds it with
 * a higher number announces its own again.
 */
export interface Fence {
  readonly slot: string;
  readonly fence: number;
}

/** What encoding a Fence takes: what is left out has its default. */
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
export function encodeFence(message: FenceInit): Uint8Array<ArrayBuffer> {
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

/** Connections of this session close with this error code. */
export interface SessionEnded {
  /** 0: all sessions of the user but `except`. */
  readonly session: number;
  readonly except: number;
  readonly code: number;
}

/** What encoding a SessionEnded takes: what is left out has its default. */
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
export function encodeSessionEnded(message: SessionEndedInit): Uint8Array<ArrayBuffer> {
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

/** This user joined or left this group: look up whether they are a member now. */
export interface StandingChanged {
  readonly conversation: number;
}

/** What encoding a StandingChanged takes: what is left out has its default. */
export interface StandingChangedInit {
  readonly conversation?: number | undefined;
}

function writeStandingChanged(out: Writer, message: StandingChangedInit): void {
  if (message.conversation) {
    out.tag(8);
    out.varint(message.conversation);
  }
}

function readStandingChanged(input: Reader, end: number): StandingChanged {
  let conversation = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        conversation = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { conversation };
}

/** Encodes one StandingChanged. The bytes belong to the caller. */
export function encodeStandingChanged(message: StandingChangedInit): Uint8Array<ArrayBuffer> {
  try {
    writeStandingChanged(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one StandingChanged; `bytes` fields are views into the input. Throws WireError. */
export function decodeStandingChanged(bytes: Uint8Array): StandingChanged {
  const reader = new Reader(bytes);
  const message = readStandingChanged(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** This user and that one no longer hear of each other's presence: one of them blocks the other. */
export interface Blocked {
  readonly other: number;
}

/** What encoding a Blocked takes: what is left out has its default. */
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
export function encodeBlocked(message: BlockedInit): Uint8Array<ArrayBuffer> {
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

/** Request on `user.<id>`: who answers holds a connection of that user. */
export interface OnlineQuery {
  readonly _?: never;
}

/** What encoding a OnlineQuery takes: what is left out has its default. */
export interface OnlineQueryInit {
  readonly _?: never;
}

function writeOnlineQuery(_out: Writer, _message: OnlineQueryInit): void {
}

function readOnlineQuery(input: Reader, end: number): OnlineQuery {
  while (input.position < end) input.skip(input.varint());
  return {  };
}

/** Encodes one OnlineQuery. The bytes belong to the caller. */
export function encodeOnlineQuery(message: OnlineQueryInit): Uint8Array<ArrayBuffer> {
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
  readonly slots: readonly HeldSlot[];
}

/** What encoding a OnlineAnswer takes: what is left out has its default. */
export interface OnlineAnswerInit {
  readonly slots?: readonly HeldSlotInit[] | undefined;
}

function writeOnlineAnswer(out: Writer, message: OnlineAnswerInit): void {
  if (message.slots !== undefined) {
    for (const item of message.slots) {
      out.tag(10);
      const start = out.open();
      writeHeldSlot(out, item);
      out.close(start);
    }
  }
}

function readOnlineAnswer(input: Reader, end: number): OnlineAnswer {
  const slots: HeldSlot[] = [];
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        slots.push(input.message(readHeldSlot));
        break;
      default:
        input.skip(tag);
    }
  }
  return { slots };
}

/** Encodes one OnlineAnswer. The bytes belong to the caller. */
export function encodeOnlineAnswer(message: OnlineAnswerInit): Uint8Array<ArrayBuffer> {
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

export interface HeldSlot {
  readonly slot: string;
  readonly fence: number;
  readonly session: number;
}

/** What encoding a HeldSlot takes: what is left out has its default. */
export interface HeldSlotInit {
  readonly slot?: string | undefined;
  readonly fence?: number | undefined;
  readonly session?: number | undefined;
}

function writeHeldSlot(out: Writer, message: HeldSlotInit): void {
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

function readHeldSlot(input: Reader, end: number): HeldSlot {
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

/** Encodes one HeldSlot. The bytes belong to the caller. */
export function encodeHeldSlot(message: HeldSlotInit): Uint8Array<ArrayBuffer> {
  try {
    writeHeldSlot(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one HeldSlot; `bytes` fields are views into the input. Throws WireError. */
export function decodeHeldSlot(bytes: Uint8Array): HeldSlot {
  const reader = new Reader(bytes);
  const message = readHeldSlot(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Request on `gateways`: the users held here whose folded name starts with `prefix` and sorts after `after`. */
export interface OnlineList {
  readonly prefix: string;
  readonly after: string;
  readonly limit: number;
}

/** What encoding a OnlineList takes: what is left out has its default. */
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
export function encodeOnlineList(message: OnlineListInit): Uint8Array<ArrayBuffer> {
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

/** What encoding a OnlineNames takes: what is left out has its default. */
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
export function encodeOnlineNames(message: OnlineNamesInit): Uint8Array<ArrayBuffer> {
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

/** What encoding a OnlineName takes: what is left out has its default. */
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
export function encodeOnlineName(message: OnlineNameInit): Uint8Array<ArrayBuffer> {
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
