import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ASK_BACKGROUND, BackgroundReport } from '../../src/chat/background-report.ts';
import { backgroundIn, paletteFor } from '../../src/chat/theme.ts';
import type { Background } from '../../src/chat/theme.ts';

type Rgb = readonly [number, number, number];

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
const CUBE = [0, 95, 135, 175, 215, 255];
/** WCAG 2.2, 1.4.3 for text; and for a colour that must do on both. */
const GOOD = 4.5;
const FAIR = 3.9;

/** Of xterm's 256 colours. */
function rgbOf(colour: string | undefined): Rgb {
  const index = Number(/^ansi256\((\d+)\)$/.exec(colour ?? '')?.[1] ?? assert.fail(`${colour}`));
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return [grey, grey, grey];
  }
  assert.ok(index >= 16, 'each terminal has its own first 16 colours');
  const at = index - 16;
  const [red = 0, green = 0, blue = 0] = [Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map(
    (step) => CUBE[step] ?? 0,
  );
  return [red, green, blue];
}

function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: Rgb, b: Rgb): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe('colours', () => {
  it('stand out from a light background, and from both as long as nobody knows which it is', () => {
    for (const [tone, colour] of Object.entries(paletteFor('light', 8)))
      assert.ok(contrast(rgbOf(colour), WHITE) >= GOOD, tone);
    for (const [tone, colour] of Object.entries(paletteFor('unknown', 24))) {
      assert.ok(contrast(rgbOf(colour), WHITE) >= FAIR, tone);
      assert.ok(contrast(rgbOf(colour), BLACK) >= FAIR, tone);
    }
  });

  it('are of the 16 that the terminal has, if it has no more', () => {
    for (const background of ['light', 'dark', 'unknown'] as const)
      for (const colour of Object.values(paletteFor(background, 4)))
        assert.match(colour ?? '', /^[a-z]+(Bright)?$/);
    const faint = ['yellow', 'cyan', 'green', 'cyanBright', 'yellowBright', 'greenBright'];
    for (const colour of Object.values(paletteFor('light', 4))) assert.ok(!faint.includes(colour ?? ''));
  });

  it('are left out where there are none', () => {
    assert.ok(Object.values(paletteFor('dark', 1)).every((colour) => colour === undefined));
  });
});

describe('the background', () => {
  it('is what COLORFGBG says', () => {
    const cases: readonly (readonly [string | undefined, Background])[] = [
      ['15;0', 'dark'],
      ['0;15', 'light'],
      ['0;default;7', 'light'],
      ['7;8', 'dark'],
      ['12;default', 'unknown'],
      ['', 'unknown'],
      [undefined, 'unknown'],
    ];
    for (const [value, background] of cases) assert.equal(backgroundIn(value), background);
  });

  /** What is left of the chunks as typed, and what was told. */
  function read(...chunks: readonly string[]): readonly [typed: string, told: readonly Background[]] {
    const told: Background[] = [];
    const report = new BackgroundReport((background) => told.push(background));
    report.expect();
    return [chunks.map((chunk) => report.take(chunk)).join(''), told];
  }

  it('is what the terminal answers, also in pieces, and nothing else of what is typed is lost', () => {
    const answers: readonly (readonly [string, Background])[] = [
      ['\u001B]11;rgb:ffff/ffff/ffff\u001B\\', 'light'],
      ['\u001B]11;rgb:fd/f6/e3\u0007', 'light'],
      ['\u001B]11;rgb:0000/2b2b/3636\u0007', 'dark'],
      ['\u001B]11;rgba:1e1e/1e1e/1e1e/ffff\u001B\\', 'dark'],
      ['\u001B]11;what\u0007', 'unknown'],
    ];
    for (const [answer, background] of answers) {
      assert.deepEqual(read(`hi${answer}there`), ['hithere', [background]]);
      // An escape alone is a key.
      const pieces = ['hi', answer.slice(0, 2), ...answer.slice(2).split(''), 'there'];
      assert.deepEqual(read(...pieces), ['hithere', [background]]);
    }
    assert.deepEqual(read('\u001B[A', '\u001B', 'x'), ['\u001B[A\u001Bx', []]);
  });

  it('that nobody has asked for is typing', () => {
    const report = new BackgroundReport(() => assert.fail());
    assert.equal(report.take('\u001B]11;rgb:0/0/0\u0007'), '\u001B]11;rgb:0/0/0\u0007');
    assert.ok(ASK_BACKGROUND.startsWith('\u001B]11;?'));
  });
});
