import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isShown, typeOf } from '../../../src/features/files/media/sniff.ts';
import { jpeg, latin1, movie, png, wav, webp } from './samples.ts';

const TYPES: readonly (readonly [string, Buffer])[] = [
  ['image/jpeg', jpeg()],
  ['image/png', png(1, 1)],
  ['image/webp', webp(1, 1)],
  ['image/gif', latin1('GIF89a\x01\0\x01\0\0\0\0;')],
  ['image/avif', latin1('\0\0\0\x1Cftypavif\0\0\0\0avifmif1miaf')],
  ['image/avif', latin1('\0\0\0\x1Cftypmif1\0\0\0\0mif1avifmiaf')],
  ['image/heic', latin1('\0\0\0\x18ftypheic\0\0\0\0mif1heic')],
  ['image/bmp', latin1('BM\x46\0\0\0\0\0\0\0\x36\0\0\0')],
  ['audio/wav', wav(10)],
  ['audio/mpeg', latin1('ID3\x04\0\0\0\0\0\0')],
  ['audio/flac', latin1('fLaC\0\0\0\x22')],
  ['audio/ogg', latin1(`OggS\0\x02${'\0'.repeat(20)}\x01\x13OpusHead\x01\x02`)],
  ['audio/mp4', latin1('\0\0\0\x14ftypM4A \0\0\0\0isom')],
  ['video/mp4', movie({ durationMs: 1 })],
  ['video/quicktime', latin1('\0\0\0\x14ftypqt  \0\0\0\0qt  ')],
  ['video/quicktime', latin1('\0\0\0\x08wide\0\0\0\x08mdat')],
  ['video/webm', latin1('\x1A\x45\xDF\xA3\x93\x42\x86\x81\x01\x42\x82\x84webm')],
  ['video/x-matroska', latin1('\x1A\x45\xDF\xA3\x93\x42\x86\x81\x01\x42\x82\x88matroska')],
  ['application/pdf', latin1('%PDF-1.7\n')],
  ['application/zip', latin1('PK\x03\x04\x14\0')],
  ['application/x-msdownload', latin1(`MZ\x90\0\x03${'\0'.repeat(80)}`)],
  ['text/html', latin1('\n <!DOCTYPE html><title>x</title>')],
  ['text/html', latin1('<script>alert(1)</script>')],
  ['text/html', latin1('<!-- a --><html><body>')],
  ['text/html', Buffer.from('\uFEFF<html>', 'utf16le')],
  [
    'image/svg+xml',
    latin1('<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  ],
  [
    'image/svg+xml',
    latin1('<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>alert(1)</s:script></s:svg>'),
  ],
  ['application/xml', latin1('<?xml version="1.0"?><feed/>')],
  ['text/plain', latin1('MZ is how programs begin')],
  ['text/plain', Buffer.from('Wie schön, 你好', 'utf8')],
  ['application/octet-stream', Buffer.alloc(0)],
  ['application/octet-stream', Buffer.from([1, 2, 3, 0, 255])],
];

describe('the type of a file', () => {
  for (const [type, bytes] of TYPES)
    it(`is ${type} by ${bytes.toString('latin1', 0, 24).replaceAll(/[^ -~]/g, '.')}`, () => {
      // Whatever the sender says.
      for (const claimed of ['', 'image/png', 'text/html', 'image/svg+xml', 'application/javascript'])
        assert.equal(typeOf(bytes.subarray(0, 4096), claimed), type);
    });

  it('is what the sender says where the bytes say nothing, and it is harmless', () => {
    assert.equal(typeOf(latin1('a,b\n1,2\n'), 'text/csv; charset=utf-8'), 'text/csv');
    assert.equal(typeOf(latin1('{}'), 'Application/JSON'), 'application/json');
    assert.equal(typeOf(latin1('alert(1)'), 'text/javascript'), 'text/plain');
    assert.equal(typeOf(latin1('\0\x01'), 'video/mp4'), 'application/octet-stream');
    assert.equal(typeOf(latin1('\0\x01'), 'text/plain'), 'application/octet-stream');
  });

  it('is that of the document where the bytes are its container', () => {
    const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
    assert.equal(typeOf(latin1('PK\x03\x04'), docx), docx);
    assert.equal(typeOf(latin1('PK\x03\x04'), 'text/html'), 'application/zip');
    assert.equal(
      typeOf(latin1('\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1'), 'application/msword'),
      'application/msword',
    );
  });

  it('is that of the beginning if the file is another one besides', () => {
    assert.equal(typeOf(latin1('GIF89a/*\x01\0\x01\0*/=1;alert(1)')), 'image/gif');
    assert.equal(typeOf(latin1('%PDF-1.4\nPK\x03\x04')), 'application/pdf');
    assert.equal(typeOf(jpeg([latin1('<html><script>alert(1)</script>')])), 'image/jpeg');
  });

  it('tells what a browser may show', () => {
    for (const type of ['image/png', 'image/avif', 'audio/ogg', 'video/webm']) assert.ok(isShown(type));
    for (const type of ['image/svg+xml', 'text/html', 'application/xml', 'application/pdf', 'text/plain'])
      assert.ok(!isShown(type));
  });
});
