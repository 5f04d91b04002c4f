import assert from 'node:assert/strict';
import { it } from 'node:test';
import { origin } from './origin.ts';

it('an origin is read as browsers and the shells of apps send it', () => {
  const cases: Readonly<Record<string, string>> = {
    'https://chat.example.com': 'https://chat.example.com',
    'HTTPS://Chat.Example.com:443/': 'https://chat.example.com',
    'http://localhost:5173': 'http://localhost:5173',
    'https://münchen.example': 'https://xn--mnchen-3ya.example',
    'http://[::1]:8080': 'http://[::1]:8080',
    'capacitor://localhost': 'capacitor://localhost',
    'Ionic://LocalHost': 'ionic://localhost',
    'tauri://localhost/': 'tauri://localhost',
    'app://.': 'app://.',
    'chrome-extension://abcdefghijklmnop': 'chrome-extension://abcdefghijklmnop',
    'file://': 'file://',
    null: 'null',
  };
  for (const [given, expected] of Object.entries(cases)) assert.equal(origin.parse(given), expected, given);
});

it('what no page can have for its origin is refused with what to write', () => {
  const cases: Readonly<Record<string, RegExp>> = {
    'chat.example.com': /must begin with a scheme, like https:\/\/chat\.example\.com$/,
    'localhost:5173': /must begin with a scheme, like https:\/\/localhost:5173$/,
    'wss://chat.example.com/ws': /must be the origin of a page, like https:\/\/chat\.example\.com$/,
    'tcp://chat.example.com': /must be the origin of a page, like http:\/\/chat\.example\.com$/,
    'https://chat.example.com/app': /no path, user or query: like https:\/\/chat\.example\.com$/,
    'https://u@chat.example.com': /must be/,
    'https://chat.example.com?x': /no path, user or query/,
    'file:///srv/www': /no path/,
    'https://*.example.com': /must name each origin in full/,
    '*': /must name each origin in full/,
    'https://': /must be the origin of a page/,
    'capacitor://': /must be the origin of a page/,
    'data:text/html,x': /must be the origin of a page/,
    'https://a b': /must be/,
    'https://h:99999': /must be the origin of a page/,
  };
  for (const [given, expected] of Object.entries(cases)) {
    assert.throws(() => origin.parse(given), expected, given);
  }
});
