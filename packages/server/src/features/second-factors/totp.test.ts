import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { base32, codeAt, keyUri, stepAt, stepOf } from './totp.ts';

const SECRET = Buffer.from('12345678901234567890');

describe('codes of authenticator apps', () => {
  it('are those of RFC 6238, appendix B', () => {
    const vectors: readonly (readonly [number, string])[] = [
      [59, '94287082'],
      [1_111_111_109, '07081804'],
      [1_111_111_111, '14050471'],
      [1_234_567_890, '89005924'],
      [2_000_000_000, '69279037'],
      [20_000_000_000, '65353130'],
    ];
    for (const [seconds, code] of vectors) assert.equal(codeAt(SECRET, stepAt(seconds * 1000), 8), code);
  });

  it('are those of RFC 4226, appendix D', () => {
    const codes = [
      '755224',
      '287082',
      '359152',
      '969429',
      '338314',
      '254676',
      '287922',
      '162583',
      '399871',
      '520489',
    ];
    for (const [step, code] of codes.entries()) assert.equal(codeAt(SECRET, step), code);
  });

  it('are good one step early and late, and never again', () => {
    const time = 300_000;
    const code = (step: number): number | undefined =>
      stepOf(SECRET, codeAt(SECRET, step), { time, usedStep: 9 });
    assert.deepEqual([8, 9, 10, 11, 12].map(code), [undefined, undefined, 10, 11, undefined]);
    assert.equal(stepOf(SECRET, codeAt(SECRET, 9), { time, usedStep: 8 }), 9);
    for (const other of ['', '12345', '1234567', 'abcdef', '٠١٢٣٤٥'])
      assert.equal(stepOf(SECRET, other, { time, usedStep: 0 }), undefined);
  });

  it('are set up by what a QR code says', () => {
    // RFC 4648 §10.
    for (const [text, encoded] of [
      ['f', 'MY'],
      ['fo', 'MZXQ'],
      ['foo', 'MZXW6'],
      ['foobar', 'MZXW6YTBOI'],
    ] as const)
      assert.equal(base32(Buffer.from(text)), encoded);
    assert.equal(
      keyUri(SECRET, { server: 'Verona: Chat', name: '安娜' }),
      'otpauth://totp/Verona%3A%20Chat:%E5%AE%89%E5%A8%9C?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Verona%3A%20Chat',
    );
  });
});
