/**
 * The lines of an export, as bytes: JSON, one object a line (https://jsonlines.org).
 *
 * @module
 */
import type { ExportLine } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';

/** Raised when lines change their meaning. */
const FORMAT = 1;
const CHUNK_CHARS = 65_536;

/** Everything that the features keep about `user`. The last line is `end`: without it the export is not complete. */
export async function* exportLines(services: Services, user: number): AsyncGenerator<ExportLine> {
  const { clock, config, store, personalData } = services;
  const { version: server } = config;
  yield { type: 'export', format: FORMAT, user, time: clock.now(), server, epoch: store.epoch };
  let lines = 2;
  for (const { export: exported } of personalData()) {
    if (exported === undefined) continue;
    for await (const line of exported(user)) {
      lines += 1;
      yield line;
    }
  }
  yield { type: 'end', lines };
}

/** Lines as chunks of text. `mayGoOn` is awaited before each chunk and rejects when the reader has lost the right. */
export async function* inChunks(
  lines: AsyncIterable<ExportLine>,
  mayGoOn: () => Promise<unknown>,
): AsyncGenerator<string> {
  let chunk = '';
  for await (const line of lines) {
    chunk += `${JSON.stringify(line)}\n`;
    if (chunk.length < CHUNK_CHARS) continue;
    await mayGoOn();
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
