/** What people type about files, and how a picture fills the screen. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { homedir } from 'node:os';
import type { Attachment } from '@posthorn/client';
import { pathsIn } from '../../src/chat/paths.ts';
import { PictureLoader } from '../../src/chat/picture-loader.ts';
import { askGraphics, showPicture } from '../../src/chat/picture-screen.ts';
import type { PictureStage } from '../../src/chat/picture-screen.ts';

describe(':attach takes', () => {
  const there = new Set([
    '/a.jpg',
    '/b c.jpg',
    `${homedir()}/d.pdf`,
    "/it's.txt",
    '/say "hi".txt',
    '/über.png',
  ]);
  const exists = (path: string): boolean => there.has(path);
  for (const [text, paths, rest] of [
    ['/a.jpg', ['/a.jpg'], ''],
    ['/a.jpg  look at  this', ['/a.jpg'], 'look at  this'],
    ['/a.jpg "/b c.jpg" two of them', ['/a.jpg', '/b c.jpg'], 'two of them'],
    ["'/b c.jpg'", ['/b c.jpg'], ''],
    ['/b\\ c.jpg /a.jpg', ['/b c.jpg', '/a.jpg'], ''],
    ['~/d.pdf', [`${homedir()}/d.pdf`], ''],
    ['file:///b%20c.jpg', ['/b c.jpg'], ''],
    ["/it\\'s.txt and more", ["/it's.txt"], 'and more'],
    ['"/say \\"hi\\".txt"', ['/say "hi".txt'], ''],
    ['/über.png', ['/über.png'], ''],
    ['/a.jpg it"s open', ['/a.jpg'], 'it"s open'],
    ['/none.jpg /a.jpg', [], '/none.jpg /a.jpg'],
    ['', [], ''],
  ] as const) {
    it(JSON.stringify(text), () => assert.deepEqual(pathsIn(text, exists), { paths, rest }));
  }
});

/** A terminal that sends these, one after the other; empty: nothing comes in time. */
function stageWith(sends: string[], env = {}): PictureStage & { readonly written: () => string } {
  let written = '';
  return {
    columns: 20,
    rows: 8,
    background: [0, 0, 0],
    bits: 24,
    env,
    write: (text) => (written += text),
    next: () => Promise.resolve(sends.shift() ?? 'x'),
    written: () => written,
  };
}

const SHOWN = {
  pixels: { width: 40, height: 20, data: new Uint8Array(3200).fill(255) },
  bytes: new Uint8Array(3),
  title: 'a picture',
};

describe('a picture alone', () => {
  it('is drawn as the terminal says that it can, until a key comes', async () => {
    const stage = stageWith([
      '\u001B_Gi=31;OK\u001B\\',
      '\u001B[6;16;8t',
      '\u001B[?62c',
      '\u001B[?1;2c',
      'q',
      'not read',
    ]);
    const graphics = await askGraphics(stage);
    assert.deepEqual(graphics, { way: 'kitty', cell: { width: 8, height: 16 } });
    await showPicture(SHOWN, graphics, stage);
    const written = stage.written().replaceAll('\u001B', '␛');
    assert.match(written, /␛_Ga=T,[^;]*c=5,r=2,/);
    assert.match(written, /␛\[8;1Ha picture · any key␛_Ga=d,d=A,q=2␛\\␛\[2J␛\[H$/);
  });

  it('is of blocks where nobody answers, and not there without colours', async () => {
    const stage = stageWith(['']);
    const graphics = await askGraphics(stage);
    assert.equal(graphics.way, 'blocks');
    await showPicture(SHOWN, graphics, stage);
    assert.match(stage.written(), /▀{20}/);
    const plain = { ...stageWith([]), bits: 1 };
    await showPicture(SHOWN, graphics, plain);
    assert.match(plain.written(), /This terminal sh/);
  });
});

describe('small pictures', () => {
  const file = (id: string, changes: Partial<Attachment> = {}): Attachment => ({
    id,
    name: 'x.jpg',
    type: 'image/jpeg',
    bytes: 1_000_000,
    width: 4,
    height: 4,
    durationMs: 0,
    waveform: new Uint8Array(),
    thumbhash: new Uint8Array(),
    alt: '',
    voice: false,
    thumbnails: [320, 1280],
    ...changes,
  });
  /** A PNG of one white pixel. */
  const PNG = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTjWgwAAAABJRU5ErkJggg==',
    'base64',
  );

  it('are loaded once, two at a time, and what was asked for last comes first', async () => {
    const asked: (readonly [string, number | undefined])[] = [];
    const answers: (() => void)[] = [];
    const loader = new PictureLoader(async (id, { size }) => {
      asked.push([id, size]);
      await new Promise<void>((resolve) => answers.push(resolve));
      return { array: () => Promise.resolve(PNG) };
    });
    const loaded: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const load = (attachment: Attachment): void =>
      loader.load(attachment, ({ width }) => {
        assert.equal(width, 1);
        if (loaded.push(attachment.id) === 4) resolve();
      });
    for (const id of ['a', 'b', 'c', 'd']) load(file(id));
    load(file('a'));
    load(file('zip', { type: 'application/zip', thumbnails: [] }));
    load(file('huge', { thumbnails: [] }));
    assert.deepEqual(asked, [
      ['a', 320],
      ['b', 320],
    ]);
    const answering = setInterval(() => answers.shift()?.(), 1);
    await promise;
    clearInterval(answering);
    assert.deepEqual(
      asked.map(([id]) => id),
      ['a', 'b', 'd', 'c'],
    );
    load(file('a'));
    assert.deepEqual(loaded.at(-1), 'a');
    assert.equal(asked.length, 4);
    loader.close();
  });
});
