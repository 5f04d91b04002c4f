/** What an address stands for, and that none of them ends the process or waits for ever. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gatewayUrl, restUrl } from '../src/address.ts';

const dialsAll = (): boolean => true;
const dialsWebSocket = (url: string): boolean => /^wss?:/.test(url);

describe('the gateway of an address', () => {
  const cases = [
    ['http://host', 'ws://host/ws'],
    ['https://host:7010/', 'wss://host:7010/ws'],
    ['http://host/ws', 'ws://host/ws'],
    ['https://host/chat', 'wss://host/chat/ws'],
    ['https://host/chat/', 'wss://host/chat/ws'],
    ['https://host/chat/ws', 'wss://host/chat/ws'],
    ['https://host/ws/chat', 'wss://host/ws/chat/ws'],
    ['https://host/news', 'wss://host/news/ws'],
    ['http://host/#/room/1', 'ws://host/ws'],
    ['https://host/chat?key=1#x', 'wss://host/chat/ws?key=1'],
    ['wss://host/elsewhere#x', 'wss://host/elsewhere'],
    ['tcp://host:7011', 'tcp://host:7011'],
    ['TLS://[::1]:7011', 'tls://[::1]:7011'],
  ] as const;
  for (const [server, gateway] of cases) {
    it(`${server} is ${gateway}`, () => assert.equal(gatewayUrl(server, dialsAll), gateway));
  }

  it('is refused with what to use instead', () => {
    const refused = [
      'nonsense',
      'tcp://host',
      'tls:host',
      'tcp://host:99999',
      'tcps://host:7011',
      'host:7011',
    ];
    for (const server of refused) {
      assert.throws(() => gatewayUrl(server, dialsWebSocket), { code: 'INVALID', message: /:\/\// }, server);
    }
    assert.throws(() => gatewayUrl('tcp://host:7011', dialsWebSocket), {
      code: 'INVALID',
      message: /ws:\/\//,
    });
  });
});

describe('the REST API of an address', () => {
  const cases = [
    ['http://host:7010', 'http://host:7010/v1/gateways'],
    ['https://host/chat', 'https://host/chat/v1/gateways'],
    ['https://host/chat/?a#b', 'https://host/chat/v1/gateways'],
    ['https://host/chat/ws', 'https://host/chat/v1/gateways'],
    ['https://host//chat', 'https://host//chat/v1/gateways'],
  ] as const;
  for (const [server, url] of cases) {
    it(`${server} has ${url}`, () => assert.equal(restUrl(server, '/v1/gateways'), url));
  }

  it('keeps the query of a call', () => {
    assert.equal(restUrl('https://host/chat/', '/v1/users?prefix=a'), 'https://host/chat/v1/users?prefix=a');
  });
});
