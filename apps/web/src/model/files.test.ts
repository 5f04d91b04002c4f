import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { durationText, extensionOf, fileKind, sizeText } from './file-kind.ts';
import { gridOf } from './picture-grid.ts';
import { byMonth, linksOf } from './shared-media.ts';
import { barsOf, lastBars, loudness } from './waveform.ts';
import { completeContent } from '@posthorn/protocol';

describe('a file', () => {
  const file = { type: '', voice: false, width: 0, height: 0 };

  it('is shown as what browsers can show', () => {
    assert.equal(fileKind({ ...file, type: 'image/jpeg', width: 4, height: 3 }), 'picture');
    assert.equal(fileKind({ ...file, type: 'image/heic', width: 4, height: 3 }), 'file');
    assert.equal(fileKind({ ...file, type: 'image/svg+xml', width: 4, height: 3 }), 'file');
    assert.equal(fileKind({ ...file, type: 'image/png' }), 'file', 'without a size the page would jump');
    assert.equal(fileKind({ ...file, type: 'audio/ogg; codecs=opus', voice: true }), 'voice');
    assert.equal(fileKind({ ...file, type: 'audio/mpeg' }), 'audio');
    assert.equal(fileKind({ ...file, type: 'video/mp4' }), 'video');
    assert.equal(fileKind({ ...file, type: 'application/pdf' }), 'file');
  });

  it('has an ending, a size and a length', () => {
    assert.equal(extensionOf('a.b.tar'), 'TAR');
    assert.equal(extensionOf('.env'), '');
    assert.equal(extensionOf('name'), '');
    assert.equal(sizeText(1_812_000, 'en'), '1.8 MB');
    assert.equal(sizeText(999, 'en'), '999 bytes');
    assert.equal(durationText(23_400), '0:23');
    assert.equal(durationText(3_725_000), '1:02:05');
  });
});

describe('a grid of pictures', () => {
  const shapes = [
    { width: 1600, height: 900 },
    { width: 600, height: 800 },
    { width: 10, height: 1000 },
    { width: 1000, height: 10 },
    { width: 800, height: 800 },
  ];

  for (let count = 1; count <= 12; count++)
    it(`of ${count} fills its box without overlaps`, () => {
      for (const first of shapes) {
        const pictures = [first, ...Array.from({ length: count - 1 }, (_, at) => shapes[at % 5] ?? first)];
        const { cells, hidden, ratio } = gridOf(pictures);
        assert.equal(cells.length + hidden, count);
        assert.ok(ratio >= 0.6 && ratio <= 2.4);
        const area = cells.reduce((sum, { width, height }) => sum + width * height, 0);
        assert.ok(Math.abs(area - 1) < 1e-9, `${area}`);
        for (const { left, top, width, height } of cells) {
          assert.ok(left >= 0 && top >= 0 && left + width < 1.0001 && top + height < 1.0001);
          assert.ok(width > 0.15 && height > 0.15, 'no strips');
        }
      }
    });
});

describe('a waveform', () => {
  it('is pressed into bars by what is loudest', () => {
    assert.deepEqual(barsOf(Uint8Array.of(0, 255, 0, 51), 2), [1, 0.2]);
    assert.deepEqual(barsOf(Uint8Array.of(10, 20), 4), [0.5, 0.5, 1, 1]);
    assert.deepEqual(barsOf(new Uint8Array(), 3), []);
  });

  it('of a recording begins with silence', () => {
    assert.deepEqual(lastBars([0.5], 3), [0, 0, 0.5]);
    assert.deepEqual(lastBars([1, 2, 3, 4], 2), [3, 4]);
    assert.equal(loudness(new Float32Array(8)), 0);
    assert.equal(loudness(new Float32Array(8).fill(1)), 1);
  });
});

describe('what a conversation has', () => {
  it('is grouped by month', () => {
    const times = [new Date(2026, 10, 3), new Date(2026, 10, 1), new Date(2026, 9, 30)];
    const months = byMonth(
      times.map((date) => ({ time: date.getTime() })),
      'en',
    );
    assert.deepEqual(
      months.map(({ month, from, items }) => [month, from, items.length]),
      [
        ['November 2026', 0, 2],
        ['October 2026', 2, 1],
      ],
    );
  });

  it('has links with the titles of their pages, and none that run a script', () => {
    const text =
      'https://a.example/x?y=%E4%B8%8A [b](mailto:b@b.example) https://c.example https://c.example/%E0%A4%A';
    const links = linksOf({ content: completeContent({ text }), state: undefined });
    assert.deepEqual(
      links.map(({ title, text: below }) => [title, below]),
      [
        ['a.example', '/x?y=上'],
        ['c.example', 'https://c.example'],
        ['c.example', '/%E0%A4%A'],
      ],
    );
  });
});
