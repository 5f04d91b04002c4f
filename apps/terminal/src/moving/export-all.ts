/**
 * Writes everything that a server keeps into a directory: records.jsonl, and files/ID for each file.
 *
 * @module
 */
import { createWriteStream } from 'node:fs';
import { access, mkdir, open, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PosthornError } from '@posthorn/client';
import { UsageError } from '../exit-codes.ts';
import type { Rest } from '../rest.ts';
import { patiently } from './patient.ts';
import { RECORDS } from './posthorn.ts';
import type { Progress } from './progress.ts';
import type { Json } from './source.ts';

/** What is written when a page is complete, and goes when all of them are. */
const STATE = 'export-state.json';
const FILE_PATH = /^files\/([0-9a-f]{32})$/;

export interface Exporting {
  readonly rest: Rest;
  readonly directory: string;
  readonly resumes: boolean;
  readonly hasFiles: boolean;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface Exported {
  readonly records: number;
  readonly files: number;
}

interface State extends Exported {
  /** Of the next page. */
  readonly cursor: string;
  /** Of records.jsonl. */
  readonly bytes: number;
}

interface Page {
  readonly records: readonly string[];
  readonly next: string;
}

/** Throws a UsageError for a directory that has an export already. */
export async function exportAll(exporting: Exporting): Promise<Exported> {
  const { directory, progress } = exporting;
  await mkdir(join(directory, 'files'), { recursive: true });
  let state = await beginning(exporting);
  const out = await open(join(directory, RECORDS), 'a');
  try {
    do {
      const page = await pageAt(exporting, state.cursor);
      const files = await fetchFiles(exporting, page.records);
      const text = page.records.map((record) => `${record}\n`).join('');
      await out.appendFile(text);
      await out.datasync();
      state = {
        cursor: page.next,
        bytes: state.bytes + Buffer.byteLength(text),
        records: state.records + page.records.length,
        files: state.files + files,
      };
      if (state.cursor !== '') await keep(directory, state);
      progress.show({ records: state.records, files: state.files });
    } while (state.cursor !== '');
  } finally {
    await out.close();
    progress.end();
  }
  await rm(join(directory, STATE), { force: true });
  return { records: state.records, files: state.files };
}

/** Where to go on. What was written behind it is cut off. */
async function beginning({ directory, resumes }: Exporting): Promise<State> {
  const path = join(directory, RECORDS);
  const start = { cursor: '', bytes: 0, records: 0, files: 0 };
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return start;
  if (!resumes)
    throw new UsageError(
      `${directory} has an export already: name another directory, or go on with --resume.`,
    );
  const text = await readFile(join(directory, STATE), 'utf8').catch(() => undefined);
  const state = text === undefined ? start : (JSON.parse(text) as State);
  await truncate(path, state.bytes);
  return state;
}

async function keep(directory: string, state: State): Promise<void> {
  const path = join(directory, STATE);
  await writeFile(`${path}.next`, JSON.stringify(state));
  await rename(`${path}.next`, path);
}

async function pageAt({ rest, signal }: Exporting, cursor: string): Promise<Page> {
  const answer = await patiently(
    () => rest.get(`/v1/admin/export?cursor=${encodeURIComponent(cursor)}`),
    signal,
  );
  return (await answer.json()) as Page;
}

/** Fetches the files of these records that are not there yet. Returns how many. */
async function fetchFiles(exporting: Exporting, records: readonly string[]): Promise<number> {
  if (!exporting.hasFiles) return 0;
  const found = records
    .filter((text) => text.startsWith('{"type":"file"'))
    .map((text) => JSON.parse(text) as Json);
  let fetched = 0;
  for (const { path, bytes } of found)
    if (await fetchFile(exporting, String(path), Number(bytes))) fetched += 1;
  return fetched;
}

/** False: it is there, or gone at the server. */
async function fetchFile(
  { rest, directory, signal }: Exporting,
  path: string,
  bytes: number,
): Promise<boolean> {
  const [, id] = FILE_PATH.exec(path) ?? [];
  if (id === undefined) throw new PosthornError('INVALID', `the server names a file ${path}`);
  const target = join(directory, 'files', id);
  const isThere = await access(target).then(
    () => true,
    () => false,
  );
  if (isThere) return false;
  return patiently(async () => {
    const answer = await rest.get(`/v1/admin/export/files/${id}`).catch((error: unknown) => {
      if (error instanceof PosthornError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    });
    if (answer?.body === undefined || answer.body === null) return false;
    const out = createWriteStream(`${target}.part`);
    await pipeline(answer.body, out, { signal }).catch((cause: unknown) => {
      throw new PosthornError('UNAVAILABLE', 'the server has ended a file early', { cause });
    });
    if (out.bytesWritten !== bytes) throw new PosthornError('UNAVAILABLE', 'a file is not complete');
    await rename(`${target}.part`, target);
    return true;
  }, signal);
}
