/** The header with which a proxy begins a connection, in both versions. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseProxyHeader } from '../../src/gateway/proxy-protocol.ts';

const SIGNATURE = '0d0a0d0a000d0a515549540a';

function binary(rest: string): Buffer {
  return Buffer.from(SIGNATURE + rest.replaceAll(' ', ''), 'hex');
}

const HEADERS: readonly (readonly [string, Buffer, string | undefined])[] = [
  ['version 1, IPv4', Buffer.from('PROXY TCP4 203.0.113.7 10.0.0.1 50123 7011\r\n'), '203.0.113.7'],
  ['version 1, IPv6', Buffer.from('PROXY TCP6 2001:db8::7 fd00::1 50123 7011\r\n'), '2001:db8::7'],
  ['version 1, unknown', Buffer.from('PROXY UNKNOWN\r\n'), undefined],
  ['version 2, IPv4', binary('21 11 000c cb007107 0a000001 c3cb 1b63'), '203.0.113.7'],
  [
    'version 2, IPv6',
    binary('21 21 0024 20010db8000000000000000000000007 fd000000000000000000000000000001 c3cb 1b63'),
    '2001:db8:0:0:0:0:0:7',
  ],
  ['version 2, with values behind', binary('21 11 0010 cb007107 0a000001 c3cb 1b63 04000100'), '203.0.113.7'],
  ['version 2, the proxy itself', binary('20 00 0000'), undefined],
  ['version 2, a UNIX socket', binary('21 31 0002 abcd'), undefined],
];

describe('a PROXY header', () => {
  for (const [name, header, address] of HEADERS) {
    it(`${name}, whole and in every prefix`, () => {
      for (let length = 0; length < header.length; length++) {
        assert.equal(parseProxyHeader(header.subarray(0, length)), undefined);
      }
      const more = Buffer.concat([header, Buffer.from('and what follows')]);
      assert.deepEqual(parseProxyHeader(more), { bytes: header.length, address });
    });
  }

  const wrong: readonly (readonly [string, Buffer])[] = [
    ['something else', Buffer.from('GET / HTTP/1.1')],
    ['a line without an end', Buffer.from(`PROXY TCP4 ${'1'.repeat(200)}`)],
    ['a line with a name', Buffer.from('PROXY TCP4 localhost 10.0.0.1 1 2\r\n')],
    ['a line with an address of the other family', Buffer.from('PROXY TCP6 203.0.113.7 10.0.0.1 1 2\r\n')],
    ['an unknown version', binary('31 11 000c cb007107 0a000001 c3cb 1b63')],
    ['a length beyond the bound', binary('21 11 ffff')],
  ];
  for (const [name, bytes] of wrong) it(`is not ${name}`, () => assert.throws(() => parseProxyHeader(bytes)));
});
