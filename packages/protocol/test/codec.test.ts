/**
 * The codec against protobufjs, which reads the same .proto at run time: whatever one writes, the other reads
 * as the same; and bytes that are no message end in an error, never in a crash or a hang.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { runs } from '@posthorn/testing/runs';
import protobuf from 'protobufjs';
import {
  decodeClientFrame,
  decodeContent,
  decodeServerFrame,
  encodeClientFrame,
  encodeContent,
  encodeServerFrame,
  WireError,
} from '../src/index.ts';
import { Writer } from '../src/wire.ts';

const source = readFileSync(new URL('../proto/posthorn.proto', import.meta.url), 'utf8');
const { root } = protobuf.parse(source, { keepCase: false });
root.resolveAll();

const ROOTS = {
  ClientFrame: { decode: decodeClientFrame, encode: encodeClientFrame },
  ServerFrame: { decode: decodeServerFrame, encode: encodeServerFrame },
  Content: { decode: decodeContent, encode: encodeContent },
} as const;

type Plain = Record<string, unknown>;

/** Random messages of a type, as protobufjs takes them. */
function message(type: protobuf.Type, depth = 0): fc.Arbitrary<Plain> {
  const inOneof = new Set(type.oneofsArray.filter(isRealOneof).flatMap(({ fieldsArray }) => fieldsArray));
  const plain = type.fieldsArray.filter((field) => !inOneof.has(field));
  const parts = plain.map((field) =>
    fc.option(fc.record({ [field.name]: value(field, depth) }), { nil: {} }),
  );
  const unions = type.oneofsArray.filter(isRealOneof).map(({ fieldsArray }) =>
    fc.option(fc.oneof(...fieldsArray.map((field) => fc.record({ [field.name]: value(field, depth) }))), {
      nil: {},
    }),
  );
  return fc.tuple(...parts, ...unions).map((all) => Object.assign({}, ...all) as Plain);
}

/** `optional` makes a oneof of its own, which is none. */
function isRealOneof({ name }: protobuf.OneOf): boolean {
  return !name.startsWith('_');
}

function value(field: protobuf.Field, depth: number): fc.Arbitrary<unknown> {
  const one = single(field, depth);
  return field.repeated ? fc.array(one, { maxLength: 3 }) : one;
}

function single(field: protobuf.Field, depth: number): fc.Arbitrary<unknown> {
  const { resolvedType, type } = field;
  if (resolvedType instanceof protobuf.Enum) return fc.constantFrom(...Object.values(resolvedType.values));
  if (resolvedType instanceof protobuf.Type) {
    return depth > 3 ? fc.constant({}) : message(resolvedType, depth + 1);
  }
  switch (type) {
    case 'uint64':
      return fc.oneof(
        fc.maxSafeNat(),
        fc.constantFrom(0, 127, 128, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER),
      );
    case 'uint32':
      return fc.nat(2 ** 32 - 1);
    case 'bool':
      return fc.boolean();
    case 'bytes':
      return fc.uint8Array({ maxLength: 40 });
    case 'string':
      return fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 30 }),
        fc.string({ unit: 'binary-ascii', maxLength: 200 }),
      );
    default:
      throw new Error(`what is ${type}?`);
  }
}

function canonical(type: protobuf.Type, bytes: Uint8Array): object {
  return type.toObject(type.decode(bytes), { longs: Number, enums: String, bytes: String, defaults: true });
}

describe('the codec', () => {
  for (const [name, { decode, encode }] of Object.entries(ROOTS)) {
    const type = root.lookupType(`posthorn.v1.${name}`);
    it(`reads and writes any ${name} as protobufjs does`, () => {
      fc.assert(
        fc.property(message(type), (plain) => {
          const theirs = type.encode(type.fromObject(plain)).finish();
          // Its own output decodes to what it takes; the type checker cannot join the three.
          const ours = (encode as (value: unknown) => Uint8Array)(decode(theirs));
          assert.deepEqual(canonical(type, ours), canonical(type, theirs));
        }),
        { numRuns: runs(500) },
      );
    });

    it(`ends in an error for a ${name} that is cut off or is no message`, () => {
      fc.assert(
        fc.property(message(type), fc.nat(), fc.uint8Array({ maxLength: 60 }), (plain, at, noise) => {
          const bytes = type.encode(type.fromObject(plain)).finish();
          for (const broken of [
            bytes.subarray(0, at % (bytes.length + 1)),
            noise,
            Buffer.concat([bytes, noise]),
          ]) {
            try {
              decode(broken);
            } catch (error) {
              assert.ok(error instanceof WireError, String(error));
            }
          }
        }),
        { numRuns: runs(500) },
      );
    });
  }

  it('skips unknown fields of every wire type', () => {
    const unknown = Uint8Array.of(
      0xf8,
      7,
      1,
      0xf9,
      7,
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      0xfa,
      7,
      2,
      9,
      9,
      0xfd,
      7,
      1,
      2,
      3,
      4,
    );
    const known = encodeContent({ text: 'hi', replyTo: 7 });
    assert.deepEqual(decodeContent(Buffer.concat([unknown, known, unknown])), decodeContent(known));
  });

  it('refuses what strict readers must refuse', () => {
    const cases: readonly (readonly [string, Uint8Array])[] = [
      ['invalid UTF-8', Uint8Array.of(10, 1, 0xff)],
      ['a surrogate in UTF-8', Uint8Array.of(10, 3, 0xed, 0xa0, 0x80)],
      ['a varint of eleven bytes', Uint8Array.of(16, ...Buffer.alloc(11, 0x80), 1)],
      ['a number above 2^53-1', Uint8Array.of(16, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f)],
      ['a group', Uint8Array.of(0x0b, 0x0c)],
      ['field number 0', Uint8Array.of(0)],
      ['a length beyond the end', Uint8Array.of(10, 0x7f, 1)],
    ];
    for (const [what, bytes] of cases) assert.throws(() => decodeContent(bytes), WireError, what);
  });

  it('writes a message of no bytes, also as its first one', () => {
    assert.equal(new Writer().finish().length, 0);
    assert.deepEqual([...new Writer().finishDelimited()], [0]);
  });

  it('refuses to write numbers that are none', () => {
    for (const replyTo of [1.5, 2 ** 53]) assert.throws(() => encodeContent({ replyTo }), RangeError);
  });
});

it('a Send carries content that is encoded already, as the same bytes', () => {
  const content = { text: 'hello', replyTo: 3, mentions: [1, 300] };
  const frame = (given: typeof content | Uint8Array): Uint8Array =>
    encodeClientFrame({
      id: 1,
      body: { case: 'send', value: { target: { case: 'user', value: 2 }, clientId: 'x', content: given } },
    });
  assert.deepEqual(frame(encodeContent(content)), frame(content));
  assert.deepEqual(frame(encodeContent({})), frame({} as typeof content));
});
