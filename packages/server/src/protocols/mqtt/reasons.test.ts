import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERRORS, PosthornError } from '@posthorn/protocol';
import type { ErrorName } from '@posthorn/protocol';
import { MqttError } from './error.ts';
import { REASON } from './reason-codes.ts';
import { connackReturnCode, reasonOf } from './reasons.ts';
import type { Refusal } from './reasons.ts';

const REFUSALS: readonly Refusal[] = ['connack', 'puback', 'suback', 'disconnect'];

/** What each packet may carry from a server, as the standard lists it. */
const LISTED: Readonly<Record<Refusal, string>> = {
  connack: '80 81 82 83 84 85 86 87 88 89 8a 8c 90 95 97 99 9a 9b 9c 9d 9f',
  puback: '80 83 87 90 91 97 99',
  suback: '80 83 87 8f 91 97 9e a1 a2',
  disconnect: '80 81 82 83 87 89 8b 8d 8e 8f 90 93 94 95 96 97 98 99 9a 9b 9c 9d 9e 9f a0 a1 a2',
};

test('every error has a code that the packet may carry', () => {
  for (const of of REFUSALS) {
    const listed = LISTED[of].split(' ').map((code) => Number.parseInt(code, 16));
    for (const code of Object.keys(ERRORS) as ErrorName[]) {
      assert.ok(listed.includes(reasonOf(new PosthornError(code, ''), of)), `${code} in ${of}`);
    }
    for (const code of Object.values(REASON).filter((each) => each >= 0x80)) {
      const said = reasonOf(new MqttError(code, ''), of);
      assert.ok(listed.includes(said));
      if (listed.includes(code)) assert.equal(said, code);
    }
  }
});

test('refusals are said as precisely as MQTT can', () => {
  assert.equal(reasonOf(new PosthornError('BAD_CREDENTIALS', ''), 'connack'), 0x86);
  assert.equal(reasonOf(new PosthornError('BLOCKED', ''), 'puback'), 0x87);
  assert.equal(reasonOf(new PosthornError('NOT_FOUND', ''), 'puback'), 0x90);
  assert.equal(reasonOf(new PosthornError('TOO_LARGE', ''), 'puback'), 0x97);
  assert.equal(reasonOf(new PosthornError('REPLACED', ''), 'disconnect'), 0x8e);
  assert.equal(reasonOf(new PosthornError('IDLE_TIMEOUT', ''), 'disconnect'), 0x8d);
});

test('3.1.1 has five return codes, and none for what is no MQTT', () => {
  assert.equal(connackReturnCode(0), 0);
  assert.equal(connackReturnCode(0x84), 1);
  assert.equal(connackReturnCode(0x85), 2);
  assert.equal(connackReturnCode(0x89), 3);
  assert.equal(connackReturnCode(0x86), 4);
  assert.equal(connackReturnCode(0x87), 5);
  for (const code of [0x81, 0x82, 0x90, 0x95]) assert.equal(connackReturnCode(code), undefined);
});
