import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { ConfigError } from '../config/config-error.ts';
import { systemRandom as random } from '../system.ts';
import { readSealingKeys } from './key-file.ts';
import type { SealingKeys } from './key-file.ts';
import { SealedError, Sealer } from './sealer.ts';

const PLACE = { table: 'webhooks', columns: ['secret', 'old_secret'] };
const ROW = [1, 2];
const [ONE, TWO] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64'));

function keysOf(t: TestContext, text: string): SealingKeys {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-keys-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'keys'), text);
  return readSealingKeys(join(folder, 'keys'));
}

describe('a file of keys', () => {
  it('has one key a line, the first of which seals', (t) => {
    const { current, all } = keysOf(
      t,
      `\uFEFF# ours\r\n\r\n one:${ONE}\r\n2026-11-30:${TWO?.replace('=', '')}`,
    );
    assert.equal(current, all[0]);
    assert.deepEqual(
      all.map(({ id, bytes }) => [id, Buffer.from(bytes).toString('base64')]),
      [
        ['one', ONE],
        ['2026-11-30', TWO],
      ],
    );
    assert.equal(keysOf(t, `plain\none:${ONE}`).current, undefined);
  });

  const wrong: Readonly<Record<string, readonly [text: string, words: RegExp]>> = {
    'no key': ['\n# none\n', /has 0 keys/],
    'nothing but plain': ['plain\n', /has 0 keys/],
    'plain elsewhere': [`one:${ONE}\nplain`, /line 2 of .* is "plain", which counts in the first line alone/],
    'a key called plain': [`plain:${ONE}`, /line 1 of .* is no key/],
    'a key without a name': [`${ONE}`, /line 1 of .* is no key/],
    'a short key': [`one:${ONE?.slice(4)}`, /line 1 of .* is no key/],
    'a long key': [`one:${Buffer.alloc(33).toString('base64')}`, /line 1 of .* is no key/],
    'a third part': [`one:${ONE}:x`, /line 1 of .* is no key/],
    'a name with a blank': [`o ne:${ONE}`, /line 1 of .* is no key/],
    'one name twice': [`one:${ONE}\none:${TWO}`, /two keys called "one"/],
  };
  for (const [name, [text, words]] of Object.entries(wrong)) {
    it(`is refused with ${name}, and no part of a key is said`, (t) => {
      assert.throws(
        () => keysOf(t, text),
        (error: unknown) => {
          assert.ok(error instanceof ConfigError);
          assert.match(error.message, words);
          assert.doesNotMatch(error.message, /AQEB|AgIC/);
          return true;
        },
      );
    });
  }
});

describe('a sealed value', () => {
  const keys = (t: TestContext): SealingKeys => keysOf(t, `one:${ONE}\ntwo:${TWO}`);

  it('opens with its key in its place alone, and never looks the same', (t) => {
    const sealer = new Sealer({ keys: keys(t), random });
    const sealed = sealer.sealText(PLACE, ROW, 'whsec_é');
    assert.match(sealed, /^sealed:1:one:[\w-]+$/);
    assert.notEqual(sealer.sealText(PLACE, ROW, 'whsec_é'), sealed);
    assert.equal(sealer.openText(PLACE, ROW, sealed), 'whsec_é');
    assert.throws(() => sealer.openText(PLACE, [1, 3], sealed), SealedError);
    for (const other of [
      { ...PLACE, table: 'push_keys' },
      { ...PLACE, columns: ['url'] },
    ])
      assert.throws(() => sealer.openText(other, ROW, sealed), SealedError);
    assert.throws(() => sealer.openText(PLACE, ROW, sealed.replace(':one:', ':two:')), SealedError);
    assert.throws(() => new Sealer({ keys: keysOf(t, `two:${TWO}`), random }).openText(PLACE, ROW, sealed), {
      name: 'SealedError',
      message: /the key "one", which --secrets-key-file has to name/,
    });
    assert.throws(() => Sealer.off.openText(PLACE, ROW, sealed), SealedError);
  });

  it('does not open when a part of it is missing or changed', (t) => {
    const sealer = new Sealer({ keys: keys(t), random });
    const sealed = sealer.sealText(PLACE, ROW, 'a secret');
    for (let length = 'sealed:'.length; length < sealed.length; length++)
      assert.throws(() => sealer.openText(PLACE, ROW, sealed.slice(0, length)), SealedError);
    for (const other of [`${sealed}AAAA`, `${sealed} `, sealed.replace('sealed:1', 'sealed:2')])
      assert.throws(() => sealer.openText(PLACE, ROW, other), SealedError);
  });

  it('may be bytes, of which any that are plain stay what they are', (t) => {
    const sealer = new Sealer({ keys: keys(t), random });
    const secret = Uint8Array.of(0, 255, 128, 10);
    const sealed = sealer.sealBytes(PLACE, ROW, secret);
    assert.match(Buffer.from(sealed).toString('latin1'), /^sealed:1:one:/);
    assert.deepEqual(Uint8Array.from(sealer.openBytes(PLACE, ROW, sealed)), secret);
    assert.equal(sealer.openBytes(PLACE, ROW, secret), secret);
    assert.equal(Sealer.off.sealBytes(PLACE, ROW, secret), secret);
    assert.equal(Sealer.off.sealText(PLACE, ROW, 'whsec_'), 'whsec_');
    const plain = new Sealer({ keys: keysOf(t, `plain\none:${ONE}`), random });
    assert.equal(plain.sealText(PLACE, ROW, 'whsec_'), 'whsec_');
    assert.deepEqual(Uint8Array.from(plain.openBytes(PLACE, ROW, sealed)), secret);
  });
});
