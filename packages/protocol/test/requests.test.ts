/** What is read of a request without decoding it is what decoding it gives; and what is none ends in an error. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { runs } from '@posthorn/testing/runs';
import { decodeClientFrame, encodeClientFrame, WireError } from '../src/index.ts';
import type { ClientFrame, ClientFrameInit, PosthornError, SendInit } from '../src/index.ts';
import {
  CLIENT_ID_FIELDS,
  decodeUntrusted,
  hasClientId,
  peekRequest,
  peekSend,
  REQUEST_CASES,
  REQUEST_NUMBERS,
} from '../src/requests.ts';
import { Writer } from '../src/wire.ts';

const NEW_REQUEST = 1000;

/** A field that may be anything: known or not, in any wire type. */
const field = fc
  .record({
    number: fc.oneof(fc.nat(70), fc.constantFrom(NEW_REQUEST, 2 ** 29 - 1, 2 ** 40)),
    wireType: fc.constantFrom(0, 1, 2, 2, 2, 3, 5),
    value: fc.nat(300),
    bytes: fc.uint8Array({ maxLength: 20 }),
  })
  .map(({ number, wireType, value, bytes }) => {
    const writer = new Writer();
    writer.tag(number * 8 + wireType);
    if (wireType === 0) writer.varint(value);
    else if (wireType === 1) writer.raw(new Uint8Array(8));
    else if (wireType === 2) writer.bytes(bytes);
    else if (wireType === 5) writer.raw(new Uint8Array(4));
    return writer.finish();
  });

const send: fc.Arbitrary<SendInit> = fc.record({
  target: fc.option(
    fc.record({ case: fc.constantFrom('conversation' as const, 'user' as const), value: fc.maxSafeNat() }),
    { nil: undefined },
  ),
  order: fc.maxSafeNat(),
  clientId: fc.string({ maxLength: 3 }),
  content: fc.record({ text: fc.string({ maxLength: 200 }) }),
});

const frame: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc
    .tuple(fc.oneof(fc.nat(300), fc.nat(2 ** 29), fc.maxSafeNat()), fc.oneof(fc.nat(20), fc.nat(20_000)))
    .map(([id, length]) => {
      const body = { case: 'findUsers', value: { prefix: 'x'.repeat(length) } } as const;
      return encodeClientFrame({ id, body });
    }),
  fc.array(field, { maxLength: 5 }).map((fields) => Buffer.concat(fields)),
  fc
    .tuple(fc.array(field, { maxLength: 2 }), fc.maxSafeNat(), send, fc.array(field, { maxLength: 2 }))
    .map(([before, id, value, after]) =>
      Buffer.concat([...before, encodeClientFrame({ id, body: { case: 'send', value } }), ...after]),
    ),
  fc.uint8Array({ maxLength: 40 }),
);

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    assert.ok(error instanceof WireError, String(error));
    return undefined;
  }
}

describe('a request that is not decoded', () => {
  it('has the id and the number that decoding it gives', () => {
    fc.assert(
      fc.property(frame, (bytes) => {
        const head = attempt(() => peekRequest(bytes));
        const decoded: ClientFrame | undefined = attempt(() => decodeClientFrame(bytes));
        if (decoded === undefined) return;
        assert.equal(head?.id, decoded.id);
        if (decoded.body === undefined) assert.equal(REQUEST_CASES.get(head.number), undefined);
        else assert.equal(head.number, REQUEST_NUMBERS[decoded.body.case]);
      }),
      { numRuns: runs(5000) },
    );
  });

  it('has the order, the target and the client id that decoding it gives', () => {
    fc.assert(
      fc.property(frame, (bytes) => {
        const decoded = attempt(() => decodeClientFrame(bytes));
        if (decoded?.body?.case !== 'send') return;
        const { order, target, clientId } = decoded.body.value;
        assert.deepEqual(peekSend(bytes), { order, target });
        const { send: number } = REQUEST_NUMBERS;
        assert.equal(hasClientId(bytes, number, CLIENT_ID_FIELDS.send ?? 0), clientId !== '');
      }),
      { numRuns: runs(1500) },
    );
  });

  it('ends in an error when its bytes are no message, whatever is asked of it', () => {
    fc.assert(
      fc.property(frame, fc.nat(70), (bytes, number) => {
        attempt(() => peekSend(bytes));
        attempt(() => hasClientId(bytes, number, 3));
      }),
      { numRuns: runs(1500) },
    );
  });

  it('may be one that this version does not know, among fields that it does not know either', () => {
    const writer = new Writer();
    writer.tag(1 * 8);
    writer.varint(9);
    writer.tag(900 * 8);
    writer.varint(1);
    for (const number of [NEW_REQUEST, 2000]) {
      writer.tag(number * 8 + 2);
      writer.bytes(Uint8Array.of(10, 2, 104, 105));
    }
    const bytes = writer.finish();
    assert.deepEqual(peekRequest(bytes), { id: 9, number: NEW_REQUEST });
    assert.equal(hasClientId(bytes, NEW_REQUEST, 1), true);
    assert.equal(hasClientId(bytes, NEW_REQUEST, 2), false);
    assert.deepEqual(peekRequest(new Uint8Array(0)), { id: 0, number: 0 });
  });
});

describe('the numbers of requests', () => {
  it('are those of the codec', () => {
    for (const [name, number] of Object.entries(REQUEST_NUMBERS)) {
      // A value is needed for none of them.
      const body = { case: name, value: {} } as ClientFrameInit['body'];
      assert.deepEqual(peekRequest(encodeClientFrame({ id: 3, body })), { id: 3, number });
      assert.equal(REQUEST_CASES.get(number), name);
    }
  });

  it('and of their client ids', () => {
    for (const [name, clientIdField] of Object.entries(CLIENT_ID_FIELDS)) {
      const body = { case: name, value: { clientId: 'x' } } as ClientFrameInit['body'];
      const number = REQUEST_NUMBERS[name as keyof typeof CLIENT_ID_FIELDS];
      assert.ok(hasClientId(encodeClientFrame({ body }), number, clientIdField), name);
    }
  });
});

it('bytes from outside that are no message are MALFORMED_FRAME', () => {
  assert.throws(
    () => decodeUntrusted(peekRequest, Uint8Array.of(0x0b)),
    ({ code }: PosthornError) => code === 'MALFORMED_FRAME',
  );
});
