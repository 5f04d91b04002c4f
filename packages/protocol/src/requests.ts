/**
 * Reads parts of an encoded ClientFrame without decoding it, for servers that pass requests on, even unknown ones. A
 * separate entry, so that browsers need not load it.
 *
 * @module
 */
import { PosthornError } from './errors.ts';
import { CLIENT_ID_FIELDS, REQUEST_NUMBERS } from './generated/requests.ts';
import type { RequestCase, Send } from './generated/messages.ts';
import { Reader, WireError, Writer } from './wire.ts';

export { CLIENT_ID_FIELDS, REQUEST_NUMBERS };

/** The request for a field number of ClientFrame; has no entry for unknown requests. */
export const REQUEST_CASES: ReadonlyMap<number, RequestCase> = new Map(
  Object.entries(REQUEST_NUMBERS).map(([name, number]) => [number, name as RequestCase]),
);

export interface RequestHead {
  /** ClientFrame.id; 0: missing. */
  readonly id: number;
  /** The field number of the request; 0: the frame has no request. */
  readonly number: number;
}

/**
 * The id and kind of a request, without decoding it. If the frame has several known requests, the last one counts, as in
 * decodeClientFrame. If it has none, the first unknown length-delimited field counts. Throws WireError; does not check the
 * content of the request.
 */
export function peekRequest(frame: Uint8Array): RequestHead {
  return usualHead(frame) ?? headOf(frame);
}

/** The head of a frame that holds an id below 2^28 and one request, and nothing else; undefined for all others. */
function usualHead(frame: Uint8Array): RequestHead | undefined {
  if (frame[0] !== FRAME_ID) return undefined;
  // By hand: this is done for every request, and a Reader would cost more than the rest.
  let at = 1;
  let byte = frame[at++] ?? 0;
  let id = byte & 127;
  for (let shift = 7; byte > 127; shift += 7) {
    if (shift > 21) return undefined;
    byte = frame[at++] ?? 0;
    id |= (byte & 127) << shift;
  }
  let tag = frame[at++] ?? 0;
  if (tag > 127) {
    byte = frame[at++] ?? 255;
    if (byte > 127) return undefined;
    tag = (tag & 127) | (byte << 7);
  }
  byte = frame[at++] ?? 255;
  let length = byte & 127;
  for (let shift = 7; byte > 127; shift += 7) {
    if (shift > 21) return undefined;
    byte = frame[at++] ?? 255;
    length |= (byte & 127) << shift;
  }
  const isWhole = (tag & 7) === LENGTH_DELIMITED && tag > 7 && at + length === frame.length;
  return isWhole ? { id, number: tag >>> 3 } : undefined;
}

function headOf(frame: Uint8Array): RequestHead {
  const reader = new Reader(frame);
  let id = 0;
  let known = 0;
  let unknown = 0;
  while (reader.position < frame.length) {
    const tag = reader.varint();
    if (tag === FRAME_ID) {
      id = reader.varint();
      continue;
    }
    reader.skip(tag);
    if ((tag & 7) !== LENGTH_DELIMITED || tag > MAX_TAG) continue;
    const number = tag >>> 3;
    if (REQUEST_CASES.has(number)) known = number;
    else if (unknown === 0) unknown = number;
  }
  assertWhole(reader);
  return { id, number: known || unknown };
}

/** The fields of a Send that matter for its order. */
export type SendHead = Pick<Send, 'order' | 'target'>;

/** The same fields of a frame with a Send, without decoding its content. Throws WireError. */
export function peekSend(frame: Uint8Array): SendHead {
  const reader = new Reader(lastField(frame, REQUEST_NUMBERS.send) ?? NOTHING);
  let order = 0;
  let target: Send['target'];
  while (reader.position < reader.length) {
    const tag = reader.varint();
    switch (tag) {
      case SEND_CONVERSATION:
        target = { case: 'conversation', value: reader.varint() };
        break;
      case SEND_USER:
        target = { case: 'user', value: reader.varint() };
        break;
      case SEND_ORDER:
        order = reader.varint();
        break;
      default:
        reader.skip(tag);
    }
  }
  assertWhole(reader);
  return { order, target };
}

/**
 * Whether request `number` of this frame has a client id in its field `clientIdField`. False if the frame has no such
 * request. Throws WireError.
 */
export function hasClientId(frame: Uint8Array, number: number, clientIdField: number): boolean {
  const request = lastField(frame, number);
  const clientId = request && lastField(request, clientIdField);
  return clientId !== undefined && clientId.length > 0;
}

/** The request of that number in a frame, as a view; undefined when there is none. Throws WireError. */
export function requestIn(frame: Uint8Array, number: number): Uint8Array | undefined {
  return lastField(frame, number);
}

/** A frame, of a client or a server, that holds this one encoded message and no id. */
export function frameWith(number: number, message: Uint8Array): Uint8Array {
  const writer = new Writer();
  writer.tag(tagOf(number, LENGTH_DELIMITED));
  writer.bytes(message);
  return writer.finish();
}

/** Decodes bytes from outside. Throws PosthornError MALFORMED_FRAME if they are not such a message. */
export function decodeUntrusted<T>(decode: (bytes: Uint8Array) => T, bytes: Uint8Array): T {
  try {
    return decode(bytes);
  } catch (error) {
    if (error instanceof WireError)
      throw new PosthornError('MALFORMED_FRAME', error.message, { cause: error });
    throw error;
  }
}

const VARINT = 0;
const LENGTH_DELIMITED = 2;
/** The highest field number of protobuf is 2^29 - 1. */
const MAX_TAG = 2 ** 32 - 1;
const NOTHING = new Uint8Array(0);

const FRAME_ID = tagOf(1, VARINT);
const SEND_CONVERSATION = tagOf(1, VARINT);
const SEND_USER = tagOf(2, VARINT);
const SEND_ORDER = tagOf(5, VARINT);

function tagOf(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

/** The content of the last length-delimited field with this number, as a view. */
function lastField(message: Uint8Array, number: number): Uint8Array | undefined {
  const reader = new Reader(message);
  const wanted = tagOf(number, LENGTH_DELIMITED) >>> 0;
  let field: Uint8Array | undefined;
  while (reader.position < message.length) {
    const tag = reader.varint();
    if (tag === wanted) field = reader.bytes();
    else reader.skip(tag);
  }
  assertWhole(reader);
  return field;
}

function assertWhole({ position, length }: Reader): void {
  if (position !== length) throw new WireError('cut off');
}
