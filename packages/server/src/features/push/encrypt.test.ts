/** What is encrypted for a browser, against the example of the standard, and with keys of our own. */
import assert from 'node:assert/strict';
import { createECDH } from 'node:crypto';
import { describe, it } from 'node:test';
import { openPush } from '@posthorn/testing/push-service';
import { areUsable, browserKeys, encrypt, MAX_PAYLOAD_BYTES } from './encrypt.ts';

function bytes(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}

describe('the body of a push', () => {
  it('is that of RFC 8291, Appendix A', () => {
    const sender = createECDH('prime256v1');
    sender.setPrivateKey(bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'));
    const keys = browserKeys(
      'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
      'BTBZMqHH6r4Tts7J_aSIgg',
    );
    assert.ok(keys !== undefined);
    const salt = bytes('DGv6ra1nlYgDCS1FRnbzlw');
    const said = Buffer.from('When I grow up, I want to be a watermelon');
    assert.equal(
      encrypt(said, { keys, salt, sender, padding: 0 })?.toString('base64url'),
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PB' +
        'ru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    );
  });

  it('hides how long the words are, and has at most 4,096 bytes', () => {
    const browser = createECDH('prime256v1');
    browser.generateKeys();
    const auth = Buffer.alloc(16, 7);
    const keys = browserKeys(browser.getPublicKey('base64url'), auth.toString('base64url'));
    assert.ok(keys !== undefined);
    const sizes = [1, 200, 256, 257, MAX_PAYLOAD_BYTES].map((length) => {
      const said = Buffer.alloc(length, 'x');
      const body = encrypt(said, { keys, salt: Buffer.alloc(16, length % 256) });
      assert.ok(body !== undefined);
      assert.deepEqual(openPush(body, browser, auth), said);
      return body.length;
    });
    assert.deepEqual(sizes, [359, 359, 359, 615, 4096]);
    const tooLong = Buffer.alloc(MAX_PAYLOAD_BYTES + 1);
    assert.throws(() => encrypt(tooLong, { keys, salt: Buffer.alloc(16) }), RangeError);
  });

  it('is for keys that are points of the curve', () => {
    const point = Buffer.alloc(65, 1);
    point[0] = 4;
    const auth = Buffer.alloc(16).toString('base64url');
    const off = browserKeys(point.toString('base64url'), auth);
    assert.ok(off !== undefined && !areUsable(off));
    assert.equal(encrypt(Buffer.from('x'), { keys: off, salt: Buffer.alloc(16) }), undefined);
    assert.equal(browserKeys('BA', auth), undefined);
    const good = createECDH('prime256v1').generateKeys('base64url');
    const usable = browserKeys(good, auth);
    assert.ok(usable !== undefined && areUsable(usable));
    assert.equal(browserKeys(good, 'AA'), undefined);
  });
});
