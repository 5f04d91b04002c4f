/**
 * What the terminal can draw: asked, or known by its name.
 *
 * @module
 */
import { variable } from '../environment.ts';
import type { Environment } from '../environment.ts';
import { blockRows, blockSize } from './blocks.ts';
import { itermPicture } from './iterm.ts';
import { ASK_KITTY, CLEAR_KITTY, KITTY_ANSWER, kittyPicture } from './kitty.ts';
import { fitting, scaled } from './pixels.ts';
import type { Colour, Pixels, Size } from './pixels.ts';
import { sixelPicture } from './sixel.ts';

export type Way = 'kitty' | 'iterm' | 'sixel' | 'blocks';

export interface Graphics {
  readonly way: Way;
  /** Of a cell, in pixels. */
  readonly cell: Size;
}

const ESCAPE = '\u001B';
const ASK_CELL = `${ESCAPE}[16t`;
/** Every terminal answers this one, and in order: what has not been answered before will not be. */
const ASK_ATTRIBUTES = `${ESCAPE}[c`;
const CELL_ANSWER = new RegExp(`${ESCAPE}\\[6;(\\d{1,4});(\\d{1,4})t`);
const ATTRIBUTES_ANSWER = new RegExp(`${ESCAPE}\\[\\?([\\d;]*)c`);
/** Where a sequence for the terminal ends. */
const SEQUENCE_END = new RegExp(`(?<=${ESCAPE}\\\\|\u0007)`);
const USUAL_CELL: Size = { width: 8, height: 16 };
const WAYS: readonly Way[] = ['kitty', 'iterm', 'sixel', 'blocks'];

/** To be written to the terminal; what it answers goes to graphicsIn(). */
export const ASK_GRAPHICS = ASK_KITTY + ASK_CELL + ASK_ATTRIBUTES;

/** The last answer is there. */
export function isAnswered(answers: string): boolean {
  return ATTRIBUTES_ANSWER.test(answers);
}

/** What to draw with. `POSTHORN_PICTURES` in the environment decides, if it is there. */
export function graphicsIn(answers: string, env: Environment): Graphics {
  const [, height = 0, width = 0] = (CELL_ANSWER.exec(answers) ?? []).map(Number);
  const cell = height > 0 && width > 0 ? { width, height } : USUAL_CELL;
  const wanted = variable(env, 'POSTHORN_PICTURES');
  return { way: WAYS.find((way) => way === wanted) ?? wayIn(answers, env), cell };
}

function wayIn(answers: string, env: Environment): Way {
  if (answers.includes(KITTY_ANSWER)) return 'kitty';
  const isInside = variable(env, 'TMUX') !== undefined || (env['TERM'] ?? '').startsWith('screen');
  // What draws then is tmux, whatever is around it.
  if (!isInside && speaksIterm(env)) return 'iterm';
  const attributes = ATTRIBUTES_ANSWER.exec(answers)?.[1]?.split(';') ?? [];
  return attributes.slice(1).includes('4') ? 'sixel' : 'blocks';
}

function speaksIterm(env: Environment): boolean {
  const { LC_TERMINAL, TERM_PROGRAM = '' } = env;
  return LC_TERMINAL === 'iTerm2' || ['iTerm.app', 'WezTerm', 'mintty'].includes(TERM_PROGRAM);
}

export interface Canvas {
  readonly columns: number;
  readonly rows: number;
  readonly background: Colour;
  /** Of the colours of the terminal. */
  readonly bits: number;
  readonly env: Environment;
}

/** A picture at the cursor, as large as it can be. `bytes`: its file. Empty: this terminal shows none. */
export function drawing(
  { pixels, bytes }: { readonly pixels: Pixels; readonly bytes: Uint8Array },
  { way, cell }: Graphics,
  canvas: Canvas,
): string {
  const { columns, rows, background, bits } = canvas;
  const most = { width: columns * cell.width, height: rows * cell.height };
  const size = fitting(pixels, most);
  const cells = {
    columns: Math.max(1, Math.min(columns, Math.ceil(size.width / cell.width))),
    rows: Math.max(1, Math.min(rows, Math.ceil(size.height / cell.height))),
  };
  switch (way) {
    case 'kitty':
      return throughTmux(kittyPicture(pixels, cells), canvas.env);
    case 'iterm':
      return throughTmux(itermPicture(bytes, cells), canvas.env);
    case 'sixel':
      return sixelPicture(scaled(pixels, size, background));
    case 'blocks':
      return bits < 8 ? '' : blockRows(pixels, blockSize(pixels, canvas), canvas).join('\r\n');
  }
}

/** Takes what was drawn off the screen again. */
export function clearing({ way }: Graphics, env: Environment): string {
  return way === 'kitty' ? throughTmux(CLEAR_KITTY, env) : '';
}

/** tmux passes on what is wrapped so, if its option allow-passthrough is on. */
function throughTmux(sequences: string, env: Environment): string {
  if (variable(env, 'TMUX') === undefined) return sequences;
  const each = sequences.split(SEQUENCE_END);
  return each.map((one) => `${ESCAPE}Ptmux;${one.replaceAll(ESCAPE, ESCAPE + ESCAPE)}${ESCAPE}\\`).join('');
}
