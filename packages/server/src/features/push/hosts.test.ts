/** Only push services that were named are called, however a browser, or somebody who plays one, writes their URL. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allowedEndpoint, isHostPattern, KNOWN_SERVICES } from './hosts.ts';

describe('the URL of a subscription', () => {
  it('is one of a known service', () => {
    for (const url of [
      'https://fcm.googleapis.com/fcm/send/abc:def',
      'https://updates.push.services.mozilla.com/wpush/v2/gAAA',
      'https://web.push.apple.com/QGuQyavXutnMH',
      'https://wns2-par02p.notify.windows.com/w/?token=BQY',
      'https://FCM.googleapis.com:443/x',
    ])
      assert.ok(allowedEndpoint(url, [KNOWN_SERVICES]) !== undefined, url);
  });

  it('is no other', () => {
    for (const url of [
      'http://fcm.googleapis.com/x',
      'https://fcm.googleapis.com:8443/x',
      'https://fcm.googleapis.com.example.com/x',
      'https://fcm.googleapis.com@example.com/x',
      'https://user@fcm.googleapis.com/x',
      'https://evilpush.apple.com.example/x',
      'https://push.apple.com/x',
      'https://xpush.apple.com/x',
      'https://127.0.0.1/x',
      'https://fcm.googleapis.com/x#y',
      `https://fcm.googleapis.com/${'x'.repeat(2048)}`,
      'fcm.googleapis.com',
      '',
    ])
      assert.equal(allowedEndpoint(url, [KNOWN_SERVICES]), undefined, url);
  });

  it('may be one at a port that was named', () => {
    const patterns = ['http://127.0.0.1:8080', 'push.example.com'];
    assert.ok(allowedEndpoint('http://127.0.0.1:8080/x', patterns) !== undefined);
    assert.ok(allowedEndpoint('https://push.example.com/x', patterns) !== undefined);
    assert.equal(allowedEndpoint('http://127.0.0.1:8081/x', patterns), undefined);
    assert.equal(allowedEndpoint('https://a.push.example.com/x', patterns), undefined);
    assert.equal(allowedEndpoint('https://fcm.googleapis.com/x', patterns), undefined);
  });

  it('is matched by names and origins', () => {
    for (const text of ['a.example', '*.a.example', 'http://127.0.0.1:1', 'localhost', KNOWN_SERVICES])
      assert.ok(isHostPattern(text), text);
    for (const text of ['', '*', '*.', 'a b', 'a/b', 'http://', 'http://a/b', 'ftp://a', '-', 'a.'])
      assert.ok(!isHostPattern(text), text);
  });
});
