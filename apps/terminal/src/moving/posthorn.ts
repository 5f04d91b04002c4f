/**
 * An export of Posthorn: records as JSON lines, and the bytes of files beside them.
 *
 * @module
 */
import { UsageError } from '../exit-codes.ts';
import type { Archive } from './archive.ts';
import { linesOf } from './lines.ts';
import { Missing } from './source.ts';
import type { Item, Json, Source, SourceOptions } from './source.ts';
import type { Unmapped } from './unmapped.ts';
import { withoutFiles } from './without-files.ts';

export const RECORDS = 'records.jsonl';
const FORMAT = 1;

/** Throws a UsageError for what is no such export. */
export async function posthornSource(archive: Archive, { links, hasFiles }: SourceOptions): Promise<Source> {
  if (!archive.names.includes(RECORDS))
    throw new UsageError(`This is no export of Posthorn: there is no ${RECORDS} in it.`);
  return {
    kind: 'posthorn',
    items: (unmapped) => itemsOf(archive, { links, hasFiles, unmapped }),
    named: () => {},
    close: () => archive.close(),
  };
}

interface Reading extends Pick<SourceOptions, 'links' | 'hasFiles'> {
  readonly unmapped: Unmapped;
}

async function* itemsOf(archive: Archive, { links, hasFiles, unmapped }: Reading): AsyncGenerator<Item> {
  let isComplete = false;
  let number = 0;
  const leftOut = new Map<string, string>();
  for await (const line of linesOf(await archive.open(RECORDS))) {
    number += 1;
    if (line.trim() === '') continue;
    const record = recordIn(line, number);
    if (record['type'] === 'export' && Number(record['format']) > FORMAT)
      throw new UsageError(
        `This export is of a newer version; use the "posthorn" of the server that wrote it.`,
      );
    isComplete = record['type'] === 'end';
    if (record['type'] === 'user' && links) yield { record: { ...record, link: true } };
    else if (record['type'] !== 'file') {
      const kept = withoutFiles(record, leftOut);
      if (kept !== undefined) yield { record: kept };
    } else if (hasFiles) yield { record, bytes: () => bytesOf(archive, record) };
    else {
      leftOut.set(String(record['id']), String(record['name']));
      unmapped.note('files that were left out', String(record['name']));
    }
  }
  if (!isComplete)
    throw new UsageError(
      `${RECORDS} is not complete: its last line is not the end. Export again with --resume.`,
    );
}

function recordIn(line: string, number: number): Json {
  try {
    return JSON.parse(line) as Json;
  } catch {
    throw new UsageError(`${RECORDS}: line ${number} is no JSON.`);
  }
}

async function bytesOf(archive: Archive, { path }: Json): Promise<AsyncIterable<Uint8Array>> {
  const name = String(path);
  if (!archive.names.includes(name)) throw new Missing(`there is no file ${name} in the export`);
  return archive.open(name);
}
