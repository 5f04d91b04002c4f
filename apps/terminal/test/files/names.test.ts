/** Names that others have chosen, and what is said of files. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Attachment } from '@posthorn/client';
import { attachmentWords, durationOf, waveOf } from '../../src/files/attachment-line.ts';
import { safeName, sizeOf } from '../../src/files/names.ts';

const FILE: Attachment = {
  id: 'f00',
  name: 'view.jpg',
  type: 'image/jpeg',
  bytes: 2_345_678,
  width: 4032,
  height: 3024,
  durationMs: 0,
  waveform: new Uint8Array(),
  thumbhash: new Uint8Array(),
  alt: '',
  voice: false,
  thumbnails: [],
};

describe('a name of somebody else', () => {
  for (const [given, safe] of [
    ['photo.jpg', 'photo.jpg'],
    ['Übersicht 上海.pdf', 'Übersicht 上海.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\evil.exe', 'evil.exe'],
    ['..', 'file'],
    ['', 'file'],
    ['.bashrc', 'bashrc'],
    ['-rf', '_-rf'],
    ['invoice\u202Efdp.exe', 'invoice_fdp.exe'],
    ['a\u001B[2Jb\u0007\n.txt', 'a_[2Jb_ _ .txt'],
    ['con.txt', '_con.txt'],
    ['what? "yes"|no', 'what_ _yes__no'],
    ['trailing. ', 'trailing'],
  ] as const) {
    it(`${JSON.stringify(given)} becomes ${safe}`, () => assert.equal(safeName(given), safe));
  }

  it('is not too long for a disk, and keeps its extension', () => {
    const name = safeName(`${'界'.repeat(4000)}.jpeg`);
    assert.ok(Buffer.byteLength(name) <= 200);
    assert.match(name, /^界+\.jpeg$/);
  });
});

it('sizes and durations are as people say them', () => {
  assert.deepEqual([0, 1, 999, 1000, 9_949, 9_960, 27_400_000, 3_100_000_000].map(sizeOf), [
    '0 bytes',
    '1 byte',
    '999 bytes',
    '1.0 kB',
    '9.9 kB',
    '10 kB',
    '27 MB',
    '3.1 GB',
  ]);
  assert.deepEqual([0, 7400, 61_000, 3_723_000].map(durationOf), ['0:00', '0:07', '1:01', '1:02:03']);
});

it('a file is one line, whatever its name and words say', () => {
  assert.equal(attachmentWords(FILE), '🖼 view.jpg · 2.3 MB · image/jpeg · 4032 × 3024');
  const evil = { ...FILE, name: 'a\nb\u202Ec', alt: 'x\u001B[2J\ny', width: 0 };
  assert.equal(attachmentWords(evil), '🖼 a ⏎ b\uFFFDc · 2.3 MB · image/jpeg · “x\uFFFD[2J ⏎ y”');
  const voice = { ...FILE, voice: true, durationMs: 4000, waveform: Uint8Array.of(0, 128, 255), bytes: 9000 };
  assert.equal(attachmentWords(voice), '🎤 0:04 · ▁▅█ · 9.0 kB');
  assert.equal(
    attachmentWords({ ...FILE, type: 'application/zip', width: 0 }),
    '📎 view.jpg · 2.3 MB · application/zip',
  );
});

it('a wave fits into a line', () => {
  assert.equal(waveOf(new Uint8Array()), '');
  assert.equal(waveOf(new Uint8Array(100)).length, 32);
});
