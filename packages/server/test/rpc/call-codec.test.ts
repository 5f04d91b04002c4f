import assert from 'node:assert/strict';
import { it } from 'node:test';
import { PosthornError } from '@posthorn/protocol';
import { decodeCallError, encodeCallError } from '../../src/generated/bus.ts';
import { fromCallError, toCallError } from '../../src/rpc/call-codec.ts';

const crossed = (bytes: Uint8Array): PosthornError => fromCallError(decodeCallError(bytes));

it('an error crosses the bus with its reason', () => {
  const error = new PosthornError('FORBIDDEN', 'too late', { reason: 'too-late-to-edit', retryAfterMs: 7 });
  const { code, message, reason, retryAfterMs } = crossed(encodeCallError(toCallError(error)));
  assert.deepEqual([code, message, reason, retryAfterMs], ['FORBIDDEN', 'too late', 'too-late-to-edit', 7]);
});

it('a reason of a newer router is passed on, and an older one has none', () => {
  assert.equal(
    crossed(encodeCallError({ code: 20, message: '', reason: 'of-tomorrow' })).reason,
    'of-tomorrow',
  );
  assert.equal(crossed(encodeCallError({ code: 20, message: 'no' })).reason, '');
});
