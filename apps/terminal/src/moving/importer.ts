/**
 * Sends the records of a source to a server, in batches and in their order.
 *
 * @module
 */
import { PosthornError } from '@posthorn/client';
import type { Rest } from '../rest.ts';
import { patiently } from './patient.ts';
import type { Progress } from './progress.ts';
import type { Report } from './report.ts';
import { Missing } from './source.ts';
import type { Item, Json, Source } from './source.ts';
import { withoutFiles } from './without-files.ts';

/** Of one request; the server takes 256 KB. */
const MAX_BATCH = 500;
const MAX_BATCH_BYTES = 180_000;

interface Result {
  readonly outcome: string;
  readonly code?: string;
  readonly message?: string;
  readonly name?: string;
}

export interface ImporterOptions {
  readonly rest: Rest;
  readonly source: Source;
  readonly report: Report;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Records that the server has from before. */
  readonly done: number;
  /** Called with how many it has now. */
  readonly onDone: (done: number) => Promise<void>;
}

export class Importer {
  readonly #options: ImporterOptions;
  #batch: Item[] = [];
  #bytes = 0;
  #done: number;
  /** Files that could not be imported, by id. */
  readonly #missing = new Map<string, string>();

  constructor(options: ImporterOptions) {
    this.#options = options;
    this.#done = options.done;
  }

  /** Rejects when the server refuses everything, or is away for too long. Repeating it is harmless. */
  async run(): Promise<void> {
    const { source, report, done, signal } = this.#options;
    let index = 0;
    for await (const item of source.items(report.unmapped)) {
      signal.throwIfAborted();
      index += 1;
      // Of users, the name here must be known for what they are called in texts.
      if (index <= done && typeOf(item.record) !== 'user') continue;
      await this.#add(item);
    }
    await this.#flush();
    this.#options.progress.end();
  }

  async #add(item: Item): Promise<void> {
    const type = typeOf(item.record);
    const last = this.#batch.at(-1);
    // Users first get their names, and must be there before files of theirs.
    const isOther = last !== undefined && (type === 'user') !== (typeOf(last.record) === 'user');
    const bytes = Buffer.byteLength(JSON.stringify(JSON.stringify(item.record))) + 1;
    const isFull = this.#batch.length >= MAX_BATCH || this.#bytes + bytes > MAX_BATCH_BYTES;
    // A file comes just before its message, and with it: that one must know if the file is missing.
    const isTorn = last !== undefined && typeOf(last.record) === 'file';
    if (isOther || (isFull && !isTorn)) await this.#flush();
    this.#batch.push(item);
    this.#bytes += bytes;
  }

  async #flush(): Promise<void> {
    const { progress, report, onDone } = this.#options;
    const batch = this.#batch;
    if (batch.length === 0) return;
    this.#batch = [];
    this.#bytes = 0;
    await this.#bringFiles(batch.filter(({ record }) => typeOf(record) === 'file'));
    const others = batch
      .filter(({ record }) => typeOf(record) !== 'file')
      .map(({ record }) => withoutFiles(record, this.#missing))
      .filter((record) => record !== undefined);
    await this.#send(others);
    this.#done += batch.length;
    await onDone(this.#done);
    progress.show({
      users: report.total('user'),
      conversations: report.total('group') + report.total('direct') + report.total('room'),
      messages: report.total('message'),
      files: report.total('file'),
    });
  }

  async #send(records: readonly Json[]): Promise<void> {
    const results = await this.#resultsOf(records);
    for (const [at, record] of records.entries()) this.#note(record, results[at]);
  }

  /** A batch that is too large for this server goes in halves. */
  async #resultsOf(records: readonly Json[]): Promise<readonly (Result | undefined)[]> {
    if (records.length === 0) return [];
    const { rest, signal } = this.#options;
    const content = JSON.stringify({ records: records.map((record) => JSON.stringify(record)) });
    try {
      const answer = await patiently(
        () => rest.post('/v1/admin/import', { type: 'application/json', content }),
        signal,
      );
      const { records: results } = (await answer.json()) as { readonly records: readonly string[] };
      return results.map((text) => JSON.parse(text) as Result);
    } catch (error) {
      if (!(error instanceof PosthornError) || error.code !== 'TOO_LARGE') throw error;
      const { code, message } = error;
      if (records.length === 1) return [{ outcome: 'refused', code, message }];
      const half = Math.ceil(records.length / 2);
      return [
        ...(await this.#resultsOf(records.slice(0, half))),
        ...(await this.#resultsOf(records.slice(half))),
      ];
    }
  }

  #note(record: Json, { outcome, message = '', name }: Result = { outcome: 'refused' }): void {
    const { report, source } = this.#options;
    const type = typeOf(record);
    if (outcome === 'noted') return;
    if (outcome === 'refused') {
      report.refuse(type, message, exampleOf(record));
      return;
    }
    report.count(type, outcome);
    if (type !== 'user' || name === undefined) return;
    source.named(String(record['id']), name);
    if (outcome === 'made' && name !== record['name']) report.rename(String(record['name']), name);
  }

  /** Asks which files the server lacks, and gives it those. */
  async #bringFiles(items: readonly Item[]): Promise<void> {
    const results = await this.#resultsOf(items.map(({ record }) => record));
    for (const [at, item] of items.entries()) {
      const result = results[at];
      if (result?.outcome === 'wanted') await this.#bring(item);
      else this.#note(item.record, result);
      if (result?.outcome === 'refused') this.#miss(item.record);
    }
  }

  async #bring({ record, bytes }: Item): Promise<void> {
    const { rest, report, signal } = this.#options;
    const {
      id,
      user,
      name,
      contentType,
      alt = '',
      voice = false,
    } = record as Record<string, string | boolean>;
    const query = new URLSearchParams({ id: String(id), owner: String(user), name: String(name) });
    if (alt !== '') query.set('alt', String(alt));
    if (voice === true) query.set('voice', 'true');
    try {
      if (bytes === undefined) throw new Missing('its bytes are not in the export');
      // From the beginning each time.
      const answer = await patiently(
        async () =>
          rest.post(`/v1/admin/import/files?${query.toString()}`, {
            type:
              typeof contentType === 'string' && contentType !== ''
                ? contentType
                : 'application/octet-stream',
            content: await bytes(),
          }),
        signal,
      );
      const { outcome } = (await answer.json()) as Result;
      report.count('file', outcome);
    } catch (error) {
      const isOfFile = error instanceof Missing || (error instanceof PosthornError && !error.canRetry);
      if (!isOfFile || signal.aborted) throw error;
      report.refuse('file', error.message, exampleOf(record));
      this.#miss(record);
    }
  }

  #miss(record: Json): void {
    this.#missing.set(String(record['id']), String(record['name'] ?? record['id']));
  }
}

function typeOf(record: Json): string {
  return String(record['type']);
}

/** What people find it by. */
function exampleOf(record: Json): string {
  const { conversation, id, name, title, user, other, key } = record;
  return [conversation, id, name ?? title ?? user, other, key]
    .flatMap((part) => (typeof part === 'string' ? [part] : []))
    .join(' ');
}
