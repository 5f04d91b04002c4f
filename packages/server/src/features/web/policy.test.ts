import assert from 'node:assert/strict';
import { it } from 'node:test';
import { configWith } from '../../compose/options.ts';
import { ConfigError } from '../../config/config-error.ts';
import { checkWeb } from './options.ts';
import { pagePolicy } from './policy.ts';

const connectTo = (host: string, gateways: readonly string[] = []): string =>
  /connect-src (.*)$/.exec(pagePolicy(host, gateways))?.[1] ?? '';

it('the page may connect to its own host and to the gateways, by WebSocket', () => {
  assert.equal(connectTo('chat.example.com'), "'self' ws://chat.example.com wss://chat.example.com");
  assert.equal(connectTo('[::1]:7010'), "'self' ws://[::1]:7010 wss://[::1]:7010");
  const gateways = [
    'tcp://g1.example.com:7011',
    'wss://g1.example.com/ws',
    'wss://g1.example.com:444/chat/ws',
  ];
  assert.equal(
    connectTo('', gateways),
    "'self' wss://g1.example.com wss://g1.example.com:444",
    'those that a browser can reach',
  );
});

it('nothing but hosts gets into the policy', () => {
  for (const host of ['*', 'a b', "x; script-src 'unsafe-inline'", 'a,b', 'a/b', 'user@a', '[::1', '%0d%0a'])
    assert.equal(
      connectTo(host, ['https://a', 'javascript:x', 'nothing', 'wss://*.example.com']),
      "'self'",
      host,
    );
});

it('a directory without a page is refused at the start', () => {
  assert.throws(() => checkWeb(configWith({ web: '/no/such/folder' })), ConfigError);
  for (const web of ['on', 'off']) checkWeb(configWith({ web }));
});
