/**
 * Files that one may be about to attach: by the beginning of their path, or pasted.
 *
 * @module
 */
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { sanitiseLine } from '../sanitise.ts';
import { pathOf, pathsIn, quotedPath } from './paths.ts';
import type { Suggestion } from './suggestion.ts';

/** What comes behind `:attach`, in a word that has no quotes. */
const BEGINNING = /^:attach (?:.*\s)?((?:\\.|[^\s"'\\])*)$/s;

export function pathSuggestions(before: string): readonly Suggestion[] {
  const [, raw] = BEGINNING.exec(before) ?? [];
  if (raw === undefined) return [];
  const typed = raw.replace(/\\(.)/g, '$1');
  const slash = typed.lastIndexOf('/') + 1;
  const [place, beginning] = [typed.slice(0, slash), typed.slice(slash)];
  const kept = before.slice(0, before.length - raw.length);
  return entriesOf(pathOf(place === '' ? '.' : place) ?? '.')
    .filter((name) => name.startsWith(beginning) && (beginning !== '' || !name.startsWith('.')))
    .map((name) => ({ label: sanitiseLine(name), text: kept + quotedPath(place + name) }));
}

/** Directories end with a slash. */
function entriesOf(directory: string): readonly string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
      .sort();
  } catch {
    return [];
  }
}

/** A paste that is nothing but the path of a file, as terminals write one that is dropped on them, may be meant as that file. */
export function pastedFile(text: string): Suggestion | undefined {
  if (text.includes('\n') || !/^\s*["']?(?:\/|~\/|file:\/\/)/.test(text)) return undefined;
  const { paths, rest } = pathsIn(text);
  if (paths.length === 0 || rest !== '') return undefined;
  const written = paths.map(quotedPath).join(' ');
  const [first = ''] = paths;
  const label = `send ${paths.length === 1 ? sanitiseLine(first.slice(dirname(first).length + 1)) : 'these files'}`;
  return { label, text: `:attach ${written} `, isCommand: true };
}
