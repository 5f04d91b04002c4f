/** Names are resolved by DNS alone, and in bounded time. */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { DnsResolver } from '../../src/outgoing/resolver.ts';

const A = 1;
const AAAA = 28;
const NO_SUCH_NAME = 3;

let server: Socket;
let resolver: DnsResolver;

/** Knows `both.example`, `old.example` without IPv6, and never answers about `silent.example` (RFC 1035 §4.1). */
function answerTo(query: Buffer): Buffer | undefined {
  const name = query.toString('latin1', 13, 13 + (query[12] ?? 0));
  if (name === 'silent') return undefined;
  const question = query.subarray(12, query.indexOf(0, 12) + 5);
  const type = question.readUInt16BE(question.length - 4);
  const address =
    type === A && name !== 'none'
      ? Buffer.of(192, 0, 2, 1)
      : type === AAAA && name === 'both'
        ? Buffer.from('20010db8000000000000000000000001', 'hex')
        : undefined;
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x81_80 | (name === 'none' ? NO_SUCH_NAME : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(address === undefined ? 0 : 1, 6);
  if (address === undefined) return Buffer.concat([header, question]);
  const record = Buffer.alloc(12);
  record.writeUInt16BE(0xc0_0c, 0);
  record.writeUInt16BE(type, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt16BE(address.length, 10);
  return Buffer.concat([header, question, record, address]);
}

before(async () => {
  server = createSocket('udp4', (query, { port, address }) => {
    const answer = answerTo(query);
    if (answer !== undefined) server.send(answer, port, address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  resolver = new DnsResolver([`127.0.0.1:${server.address().port}`]);
});

after(() => server.close());

describe('a name', () => {
  const never = new AbortController().signal;

  it('has all its addresses of both kinds, or none', async () => {
    assert.deepEqual(await resolver.resolve('both.example', never), ['2001:db8::1', '192.0.2.1']);
    assert.deepEqual(await resolver.resolve('old.example', never), ['192.0.2.1']);
    assert.deepEqual(await resolver.resolve('none.example', never), []);
  });

  it('is waited for until somebody has waited enough', async () => {
    const stop = new AbortController();
    const asked = once(server, 'message');
    const resolved = resolver.resolve('silent.example', stop.signal);
    await asked;
    stop.abort(new Error('enough'));
    await assert.rejects(resolved, /enough/);
    await assert.rejects(resolver.resolve('both.example', stop.signal), /enough/);
  });
});
