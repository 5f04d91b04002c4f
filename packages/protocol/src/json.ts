/**
 * Messages as plain JSON, for REST and event streams. JSON differs from the decoded message: bytes are base64, a union is
 * one property named after its case, a Message's content is the Content itself, and absent fields are left out.
 *
 * @module
 */
import { PosthornError } from './errors.ts';
import { decodeContent, encodeContent } from './generated/messages.ts';
import type { ContentInit } from './generated/messages.ts';
import { SHAPES } from './generated/schema.ts';
import type { FieldShape, Shape } from './shape.ts';

type Plain = Record<string, unknown>;

/** Converts a decoded message of type `name` to a JSON value. Keeps empty strings and zeros; leaves out `undefined`. */
export function toJson(name: string, message: object): Plain {
  const shape = shapeOf(name);
  const json: Plain = {};
  for (const [key, value] of Object.entries(message)) {
    if (value === undefined) continue;
    const field = shape.fields[key];
    if (field?.kind === 'union') {
      const { case: chosen, value: inner } = value as { case: string; value: unknown };
      json[chosen] = valueToJson(field.cases[chosen], inner);
    } else {
      json[key] = valueToJson(field, value);
    }
  }
  return json;
}

function valueToJson(shape: FieldShape | undefined, value: unknown): unknown {
  switch (shape?.kind) {
    case 'bytes':
      return toBase64(value as Uint8Array);
    case 'encoded':
      return toJson(shape.message, decodeContent(value as Uint8Array));
    case 'message':
      return shape.repeated === true
        ? (value as object[]).map((item) => toJson(shape.message, item))
        : toJson(shape.message, value as object);
    case 'union':
      throw new PosthornError('INTERNAL', 'a union inside a union');
    case 'plain':
    case undefined:
      return value;
  }
}

/** Converts a JSON value, which its JSON Schema must have accepted, to a message of type `name`. Throws INVALID. */
export function fromJson(name: string, json: object): Plain {
  const shape = shapeOf(name);
  const message: Plain = {};
  const unionOf = new Map<string, [string, FieldShape]>();
  for (const [key, field] of Object.entries(shape.fields)) {
    if (field.kind !== 'union') continue;
    for (const [chosen, inner] of Object.entries(field.cases)) unionOf.set(chosen, [key, inner]);
  }
  for (const [key, value] of Object.entries(json)) {
    const union = unionOf.get(key);
    if (union === undefined) {
      message[key] = valueFromJson(key, shape.fields[key], value);
    } else {
      if (message[union[0]] !== undefined)
        throw new PosthornError('INVALID', `"${key}" excludes another property that is there`);
      message[union[0]] = { case: key, value: valueFromJson(key, union[1], value) };
    }
  }
  return message;
}

function valueFromJson(key: string, shape: FieldShape | undefined, value: unknown): unknown {
  switch (shape?.kind) {
    case 'bytes':
      return fromBase64(key, value as string);
    case 'encoded':
      return encodeContent(fromJson(shape.message, value as object) as ContentInit);
    case 'message':
      return shape.repeated === true
        ? (value as object[]).map((item) => fromJson(shape.message, item))
        : fromJson(shape.message, value as object);
    case 'union':
      throw new PosthornError('INTERNAL', 'a union inside a union');
    case 'plain':
    case undefined:
      return value;
  }
}

function shapeOf(name: string): Shape {
  const shape = SHAPES[name];
  if (shape === undefined) throw new PosthornError('INTERNAL', `no message is called ${name}`);
  return shape;
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(key: string, text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0));
  } catch (cause) {
    throw new PosthornError('INVALID', `"${key}" is not base64`, { cause });
  }
}
