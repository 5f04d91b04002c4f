/** Pictures on the terminal: read, made smaller, and drawn in each way that terminals know. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { inflateSync } from 'node:zlib';
import { blockRows, blockSize } from '../../src/pictures/blocks.ts';
import { decodePicture } from '../../src/pictures/decode.ts';
import { ASK_GRAPHICS, drawing, graphicsIn, isAnswered } from '../../src/pictures/graphics.ts';
import type { Way } from '../../src/pictures/graphics.ts';
import { fitting, scaled } from '../../src/pictures/pixels.ts';
import type { Pixels } from '../../src/pictures/pixels.ts';
import { sixelPicture } from '../../src/pictures/sixel.ts';
import { blurredPicture } from '../../src/pictures/thumbhash.ts';

/** 32 × 20: red grows to the right, green downwards, blue to the left. Made by sharp. */
const JPEG =
  '/9j/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wgARCAAUACADASIAAhEBAxEB/8QAGAAAAwEBAAAAAAAAAAAAAAAAAAIDBAX/xAAXAQEAAwAAAAAAAAAAAAAAAAAFAwQG/9oADAMBAAIQAxAAAAHlPudCDE+6g6r0C5m6OAyv/8QAFhABAQEAAAAAAAAAAAAAAAAAABIR/9oACAEBAAEFAoQhCEIQxjGP/8QAFREBAQAAAAAAAAAAAAAAAAAAAwD/2gAIAQMBAT8BFoWhhv/EABURAQEAAAAAAAAAAAAAAAAAAAMA/9oACAECAQE/AXWdZ57/xAAUEAEAAAAAAAAAAAAAAAAAAAAw/9oACAEBAAY/Ak//xAAVEAEBAAAAAAAAAAAAAAAAAAABAP/aAAgBAQABPyEhCEIQhAQIEC//2gAMAwEAAgADAAAAEF2fnv/EABYRAQEBAAAAAAAAAAAAAAAAAAABYf/aAAgBAwEBPxDVqqqr/8QAGBEBAAMBAAAAAAAAAAAAAAAAAQAQITH/2gAIAQIBAT8Q6UJ2J2f/xAAWEAEBAQAAAAAAAAAAAAAAAAAAYVH/2gAIAQEAAT8Qmmmmmmmmzs7Ozv/Z';
/** The same in four colours of a palette. */
const PALETTE =
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAUAgMAAACR/9fcAAAADFBMVEW9P0U+P8Q+tcS9tUXTH+fiAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAeUlEQVQImWMIDQ0NZQCB0NDQEAcoIxAu4gJlCArARUCKYDRYsSCYERYm7nDgAANDaOrMko5ingMMkTNnzr1z5owBw6q0NPUiY+P/DKtWrdq9+/9/e4ZVK2fMvXPmPERk3///IMbq1bshjFW79+9HF4GqWbXq/f///wGN0Uxz5c5liQAAAABJRU5ErkJggg==';
const THUMBHASH = 'nhcKnJp4eIhwiIiIh3dwdQj3iA==';

const WHITE = [255, 255, 255] as const;

function visible(sequence: string): string {
  return sequence.replaceAll('\u001B', '␛');
}

function bytes(base64: string): Uint8Array {
  return Buffer.from(base64, 'base64');
}

function pixel({ width, data }: Pixels, x: number, y: number): readonly number[] {
  return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
}

/** The picture that the constants show, drawn here. */
const GRADIENT: Pixels = {
  width: 32,
  height: 20,
  data: Uint8Array.from({ length: 32 * 20 * 4 }, (_, at) => {
    const [x, y] = [(at >> 2) % 32, Math.floor((at >> 2) / 32)];
    return [x * 8, y * 12, 255 - x * 8, 255][at % 4] ?? 0;
  }),
};

function isNear(actual: readonly number[], expected: readonly number[], by: number): void {
  const off = expected.map((part, at) => Math.abs(part - (actual[at] ?? 0)));
  assert.ok(Math.max(...off) <= by, `${actual.join()} instead of ${expected.join()}`);
}

describe('reads', () => {
  for (const [what, base64, by] of [
    ['JPEG', JPEG, 24],
    ['PNG with a palette', PALETTE, 90],
  ] as const) {
    it(what, async () => {
      const read = await decodePicture(bytes(base64));
      assert.ok(read !== undefined);
      assert.deepEqual([read.width, read.height], [32, 20]);
      for (const [x, y] of [
        [2, 2],
        [28, 3],
        [4, 17],
        [30, 18],
      ] as const) {
        isNear(pixel(read, x, y), pixel(GRADIENT, x, y), by);
      }
    });
  }

  it('a thumbhash', () => {
    const read = blurredPicture(bytes(THUMBHASH));
    assert.ok(read !== undefined);
    const small = scaled(read, { width: 32, height: 20 }, WHITE);
    isNear(pixel(small, 2, 2), pixel(GRADIENT, 2, 2), 40);
    isNear(pixel(small, 28, 17), pixel(GRADIENT, 28, 17), 40);
    assert.equal(blurredPicture(new Uint8Array(3)), undefined);
    assert.equal(blurredPicture(new Uint8Array(300)), undefined);
  });

  it('nothing in what is damaged, or something else', async () => {
    for (const base64 of [JPEG, PALETTE]) {
      const whole = bytes(base64);
      for (let cut = 0; cut < whole.length; cut += 7) await decodePicture(whole.subarray(0, cut));
      const spoilt = Uint8Array.from(whole, (byte, at) => (at > 20 && at % 9 === 0 ? byte ^ 0x5a : byte));
      await decodePicture(spoilt);
    }
    assert.equal(await decodePicture(new TextEncoder().encode('GIF89a')), undefined);
    const bomb = Buffer.from(bytes(PALETTE));
    bomb.writeUInt32BE(0x7fffffff, 16);
    assert.equal(await decodePicture(bomb), undefined);
  });
});

it('pictures keep their shape, and never grow', () => {
  const most = { width: 40, height: 24 };
  assert.deepEqual(fitting({ width: 4000, height: 3000 }, most), { width: 32, height: 24 });
  assert.deepEqual(fitting({ width: 4000, height: 10 }, most), { width: 40, height: 1 });
  assert.deepEqual(fitting({ width: 16, height: 16 }, most), { width: 16, height: 16 });
  assert.deepEqual(blockSize({ width: 4000, height: 10 }, { columns: 40, rows: 12 }), {
    width: 40,
    height: 2,
  });
});

it('half blocks have the mean of what they cover, in front of the background', () => {
  const clear = { ...GRADIENT, data: GRADIENT.data.map((part, at) => (at % 4 === 3 ? 0 : part)) };
  const black = { background: [0, 0, 0], bits: 24 } as const;
  assert.deepEqual(blockRows(clear, { width: 2, height: 2 }, black), [
    '\u001B[38;2;0;0;0;48;2;0;0;0m▀▀\u001B[0m',
  ]);
  const rows = blockRows(GRADIENT, { width: 8, height: 6 }, black);
  assert.deepEqual(rows.map(stripVTControlCharacters), Array(3).fill('▀'.repeat(8)));
  assert.match(visible(rows[0] ?? ''), /^␛\[38;2;12;12;243;48;2;12;/);
  const few = blockRows(GRADIENT, { width: 8, height: 6 }, { ...black, bits: 8 });
  assert.match(visible(few[0] ?? ''), /^␛\[38;5;21;48;5;/);
});

describe('what a terminal draws', () => {
  const XTERM = '\u001B[?64;1;2;4;9;22c';
  for (const [way, answers, env] of [
    ['kitty', '\u001B_Gi=31;OK\u001B\\\u001B[6;20;10t\u001B[?62;c', {}],
    ['kitty', '\u001B_Gi=31;OK\u001B\\\u001B[?62;4c', { TERM_PROGRAM: 'WezTerm' }],
    ['iterm', '\u001B[?62;4c', { TERM_PROGRAM: 'iTerm.app' }],
    ['sixel', XTERM, {}],
    ['sixel', XTERM, { TMUX: '/tmp/tmux', LC_TERMINAL: 'iTerm2' }],
    ['blocks', '\u001B[?1;2c', {}],
    ['blocks', '', {}],
    ['blocks', '\u001B_Gi=31;ENOTSUPPORTED\u001B\\\u001B[?64;14c', {}],
    ['kitty', XTERM, { POSTHORN_PICTURES: 'kitty' }],
    ['blocks', XTERM, { POSTHORN_PICTURES: 'blocks' }],
  ] as const) {
    it(`${way} for ${JSON.stringify(answers)} ${JSON.stringify(env)}`, () => {
      assert.equal(graphicsIn(answers, env).way, way);
      assert.equal(isAnswered(answers), answers !== '');
    });
  }

  it('is asked so that every terminal answers, and cells are as it says', () => {
    assert.match(visible(ASK_GRAPHICS), /␛\[c$/);
    assert.deepEqual(graphicsIn('\u001B[6;34;17t\u001B[?1c', {}).cell, { width: 17, height: 34 });
    assert.deepEqual(graphicsIn('\u001B[6;0;0t\u001B[?1c', {}).cell, { width: 8, height: 16 });
  });
});

const CANVAS = { columns: 10, rows: 5, background: WHITE, bits: 24, env: {} };
const FILE = { pixels: GRADIENT, bytes: bytes(JPEG) };

function drawn(way: Way, env: Readonly<Record<string, string>> = {}): string {
  return drawing(FILE, { way, cell: { width: 8, height: 16 } }, { ...CANVAS, env });
}

describe('draws', () => {
  it("by Kitty's protocol: all pixels, in as many cells as they need", () => {
    const sequence = drawn('kitty');
    const [, keys = '', payload = ''] = /^␛_G([^;]*);(.*)␛\\$/s.exec(visible(sequence)) ?? [];
    assert.equal(keys, 'a=T,q=2,f=32,o=z,s=32,v=20,c=4,r=2,m=0');
    assert.deepEqual(new Uint8Array(inflateSync(Buffer.from(payload, 'base64'))), GRADIENT.data);
  });

  it('in pieces that Kitty takes', () => {
    const noise = {
      width: 60,
      height: 60,
      data: createHash('shake256', { outputLength: 14_400 }).digest(),
    };
    const sequence = drawing(
      { ...FILE, pixels: noise },
      { way: 'kitty', cell: { width: 8, height: 16 } },
      CANVAS,
    );
    const parts = sequence.split('\u001B\\').slice(0, -1);
    assert.ok(parts.length > 1);
    assert.ok(parts.every((part) => part.length < 4200));
    assert.deepEqual(
      parts.map((part) => /m=(\d)/.exec(part)?.[1]),
      [...Array<string>(parts.length - 1).fill('1'), '0'],
    );
  });

  it("by iTerm2's protocol: the file itself", () => {
    assert.match(
      visible(drawn('iterm')),
      /^␛\]1337;File=inline=1;size=\d+;width=4;height=2;preserveAspectRatio=1:/,
    );
    assert.ok(drawn('iterm').includes(JPEG.slice(0, 100)));
  });

  it('as Sixel, so that the colours are near', () => {
    const read = readSixel(sixelPicture(GRADIENT));
    assert.deepEqual([read.width, read.height], [32, 20]);
    const [whole, small] = [
      scaled(GRADIENT, { width: 4, height: 2 }, WHITE),
      scaled(read, { width: 4, height: 2 }, WHITE),
    ];
    for (const [x, y] of [
      [0, 0],
      [3, 0],
      [1, 1],
    ] as const)
      isNear(pixel(small, x, y), pixel(whole, x, y), 12);
  });

  it('in blocks, and not at all without colours', () => {
    assert.equal(stripVTControlCharacters(drawn('blocks')).split('\r\n').length, 3);
    assert.equal(
      drawing(FILE, { way: 'blocks', cell: { width: 8, height: 16 } }, { ...CANVAS, bits: 4 }),
      '',
    );
  });

  it('through tmux, which passes on what is wrapped', () => {
    assert.match(visible(drawn('kitty', { TMUX: '1' })), /^␛Ptmux;␛␛_Ga=T,.*␛␛\\␛\\$/s);
    assert.doesNotMatch(drawn('sixel', { TMUX: '1' }), /tmux/);
  });
});

/** A reader of what sixelPicture writes. */
function readSixel(sequence: string): Pixels {
  const [, size = '', body = ''] = /^␛P0;1q"1;1;(\d+;\d+)(.*)␛\\$/s.exec(visible(sequence)) ?? [];
  const [width = 0, height = 0] = size.split(';').map(Number);
  const data = new Uint8Array(width * height * 4);
  const colours = new Map<string, readonly number[]>();
  let [x, y, colour] = [0, 0, ''];
  const tokens = body.matchAll(/#(\d+);2;(\d+);(\d+);(\d+)|#(\d+)|!(\d+)(.)|([$-])|([?-~])/gs);
  for (const [, defined, red, green, blue, chosen, count = '1', repeated, move, single] of tokens) {
    if (defined !== undefined)
      colours.set(
        defined,
        [red, green, blue].map((part) => Number(part) * 2.55),
      );
    else if (chosen !== undefined) colour = chosen;
    else if (move !== undefined) [x, y] = [0, move === '-' ? y + 6 : y];
    const sixel = repeated ?? single;
    if (sixel === undefined) continue;
    for (const end = x + Number(count); x < end; x++) {
      for (let bit = 0; bit < 6; bit++) {
        if (((sixel.charCodeAt(0) - 63) >> bit) & 1)
          data.set([...(colours.get(colour) ?? []), 255], ((y + bit) * width + x) * 4);
      }
    }
  }
  return { width, height, data };
}
