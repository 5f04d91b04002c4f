/**
 * Records whose files do not come along.
 *
 * @module
 */
import type { Json } from './source.ts';

/**
 * A message says of a file that is missing what it was called. `missing`: what files are called, by id. Undefined: nothing
 * is left of the record.
 */
export function withoutFiles(record: Json, missing: ReadonlyMap<string, string>): Json | undefined {
  if (missing.size === 0) return record;
  if (record['type'] === 'picture') return missing.has(String(record['file'])) ? undefined : record;
  if (record['type'] !== 'message') return record;
  const { picture, ...withoutPicture } = record;
  const kept = typeof picture === 'string' && missing.has(picture) ? withoutPicture : record;
  const files = (record['files'] ?? []) as readonly { readonly id: string }[];
  const gone = files.flatMap(({ id }) => missing.get(id) ?? []);
  if (gone.length === 0) return kept;
  const content = record['content'] as { readonly text?: string };
  const text = [content.text ?? '', ...gone.map((name) => `📎 ${name} (not imported)`)];
  return {
    ...kept,
    files: files.filter(({ id }) => !missing.has(id)),
    content: { ...content, text: text.filter((line) => line !== '').join('\n') },
  };
}
