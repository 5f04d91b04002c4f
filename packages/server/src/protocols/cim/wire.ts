/**
 * CIM's frames: one protobuf message for both directions, length-prefixed like the native frames.
 *
 * @module
 */
import { Reader, Writer } from '@posthorn/protocol/wire';

export const CIM_COMMANDS = ['LOGIN_REQUEST', 'MESSAGE', 'PING', 'OFFLINE'] as const;
export type CimCommand = (typeof CIM_COMMANDS)[number];

export interface CimFrame {
  readonly text: string;
  /** A user's id. */
  readonly id: number;
  /** Undefined for a command that CIM does not have. */
  readonly command: CimCommand | undefined;
  readonly properties: Readonly<Record<string, string>>;
  /** Several texts instead of `text`. */
  readonly batch: readonly string[];
}

/** Field numbers with their wire types: 1 string, 2 int64, 3 enum, 4 map<string, string>, 5 repeated string. */
const TEXT = (1 << 3) | 2;
const ID = 2 << 3;
const COMMAND = 3 << 3;
const PROPERTIES = (4 << 3) | 2;
const BATCH = (5 << 3) | 2;
const KEY = (1 << 3) | 2;
const VALUE = (2 << 3) | 2;

/** Throws a WireError for malformed bytes. */
export function decodeCim(bytes: Uint8Array): CimFrame {
  const reader = new Reader(bytes);
  const properties: Record<string, string> = {};
  const batch: string[] = [];
  let [text, id, command] = ['', 0, 0];
  while (reader.position < reader.length) {
    const tag = reader.varint();
    if (tag === TEXT) text = reader.string();
    else if (tag === ID) id = reader.varint();
    else if (tag === COMMAND) command = reader.varint();
    else if (tag === BATCH) batch.push(reader.string());
    else if (tag === PROPERTIES) {
      const { key, value } = reader.message(readEntry);
      properties[key] = value;
    } else reader.skip(tag);
  }
  return { text, id, command: CIM_COMMANDS[command], properties, batch };
}

function readEntry(reader: Reader, end: number): { readonly key: string; readonly value: string } {
  let [key, value] = ['', ''];
  while (reader.position < end) {
    const tag = reader.varint();
    if (tag === KEY) key = reader.string();
    else if (tag === VALUE) value = reader.string();
    else reader.skip(tag);
  }
  return { key, value };
}

const writer = new Writer();

/** The frame with its length prefix. */
export function packCim(
  frame: Partial<CimFrame> & { readonly id: number; readonly command: CimCommand },
): Uint8Array {
  const { text = '', id, command, properties = {}, batch = [] } = frame;
  writer.reset();
  if (text !== '') {
    writer.tag(TEXT);
    writer.string(text);
  }
  writer.tag(ID);
  writer.varint(id);
  const number = CIM_COMMANDS.indexOf(command);
  if (number > 0) {
    writer.tag(COMMAND);
    writer.varint(number);
  }
  for (const [key, value] of Object.entries(properties)) {
    writer.tag(PROPERTIES);
    const start = writer.open();
    writer.tag(KEY);
    writer.string(key);
    writer.tag(VALUE);
    writer.string(value);
    writer.close(start);
  }
  for (const each of batch) {
    writer.tag(BATCH);
    writer.string(each);
  }
  return writer.finishDelimited();
}
