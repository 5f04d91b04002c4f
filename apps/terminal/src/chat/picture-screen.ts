/**
 * A picture alone on the screen, drawn in the best way that the terminal knows.
 *
 * @module
 */
import type { Environment } from '../environment.ts';
import { ASK_GRAPHICS, clearing, drawing, graphicsIn, isAnswered } from '../pictures/graphics.ts';
import type { Graphics } from '../pictures/graphics.ts';
import type { Colour } from '../pictures/pixels.ts';
import type { Shown } from './chat-files.ts';

/** The terminal, as far as this needs it. */
export interface PictureStage {
  readonly columns: number;
  readonly rows: number;
  readonly background: Colour;
  readonly bits: number;
  readonly env: Environment;
  write(text: string): void;
  /** What the terminal sends next. Empty after so many ms without anything. */
  next(timeoutMs?: number): Promise<string>;
}

const CLEAR = '\u001B[2J\u001B[H';
/** A terminal that has not answered by then does not. Over a slow line that is late, and a key is taken for it. */
const PATIENCE_MS = 1000;
/** How an answer begins, unlike a key. */
const ANSWER = ['\u001B_G', '\u001B[6;', '\u001B[?'];

/** Asks what the terminal can draw. */
export async function askGraphics(stage: PictureStage): Promise<Graphics> {
  stage.write(ASK_GRAPHICS);
  let answers = '';
  for (let more = 'x'; more !== '' && !isAnswered(answers);) answers += more = await stage.next(PATIENCE_MS);
  return graphicsIn(answers, stage.env);
}

/** Resolves when a key was pressed. The screen is empty then. */
export async function showPicture(shown: Shown, graphics: Graphics, stage: PictureStage): Promise<void> {
  const { columns, rows } = stage;
  // The row above the last one stays free: some terminals scroll when a picture ends at the bottom.
  const picture = drawing(shown, graphics, { ...stage, rows: Math.max(1, rows - 2) });
  const note = picture === '' ? 'This terminal shows no pictures.' : shown.title;
  stage.write(`${CLEAR}${picture}\u001B[${rows};1H${`${note} · any key goes back`.slice(0, columns - 1)}`);
  for (let key = ''; key === '' || ANSWER.some((beginning) => key.startsWith(beginning));)
    key = await stage.next();
  stage.write(clearing(graphics, stage.env) + CLEAR);
}
