/**
 * Paths as people type and paste them.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Word {
  readonly word: string;
  /** Where it ends in the text. */
  readonly end: number;
}

/** The files at the beginning of a text, and what is said about them. */
export function pathsIn(
  text: string,
  exists: (path: string) => boolean = existsSync,
): {
  readonly paths: readonly string[];
  readonly rest: string;
} {
  const paths: string[] = [];
  let end = 0;
  for (const { word, end: wordEnd } of wordsOf(text)) {
    const path = pathOf(word);
    if (path === undefined || !exists(path)) break;
    paths.push(path);
    end = wordEnd;
  }
  return { paths, rest: text.slice(end).trim() };
}

/** Words as a shell reads them: in quotes, or with blanks behind backslashes, as terminals write a file that is dropped on them. */
export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  for (const found of text.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/gs)) {
    const [raw] = found;
    const word = raw.replace(
      /"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/gs,
      (_, double?: string, single?: string, escaped?: string) =>
        double?.replace(/\\(["\\$`])/g, '$1') ?? single ?? escaped ?? '',
    );
    words.push({ word, end: found.index + raw.length });
  }
  return words;
}

/** Absolute. Undefined for what is no path. */
export function pathOf(word: string): string | undefined {
  if (word.startsWith('file://')) {
    try {
      return fileURLToPath(word);
    } catch {
      return undefined;
    }
  }
  return resolve(word.replace(/^~(?=\/|$)/, homedir()));
}

/** So that wordsOf() reads it as one word. */
export function quotedPath(path: string): string {
  return path.replace(/[\s"'\\]/g, (found) => `\\${found}`);
}
