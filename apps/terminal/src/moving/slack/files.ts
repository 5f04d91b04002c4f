/**
 * Files of a Slack export: beside it, as tools that fetch them put them, or at the addresses that it names.
 *
 * @module
 */
import type { Archive } from '../archive.ts';
import { fetchBytes } from '../fetching.ts';
import type { Fetching } from '../fetching.ts';
import { Missing } from '../source.ts';
import type { Item } from '../source.ts';
import type { Unmapped } from '../unmapped.ts';
import type { SlackFile } from './shapes.ts';

/** `__uploads/F0123/name`, `general/attachments/F0123-name`. */
const BESIDE = /(?:^|\/)(F[A-Z0-9]{4,})[/-][^/]+$/;
const MAX_NAME_CHARS = 200;
const WITHOUT_BYTES: ReadonlySet<string> = new Set([
  'tombstone',
  'hidden_by_limit',
  'external',
  'access_denied',
]);

export interface SlackFilesOptions {
  readonly isWanted: boolean;
  readonly fetching: Fetching;
}

export class SlackFiles {
  readonly #archive: Archive;
  readonly #options: SlackFilesOptions;
  /** Names in the archive, by the id of the file. */
  readonly #beside = new Map<string, string>();

  constructor(archive: Archive, options: SlackFilesOptions) {
    this.#archive = archive;
    this.#options = options;
    for (const name of archive.names) {
      const [, id] = BESIDE.exec(name) ?? [];
      if (id !== undefined) this.#beside.set(id, name);
    }
  }

  /** Undefined: it is not imported. */
  itemOf(file: SlackFile, user: string, unmapped: Unmapped): Item | undefined {
    const { id, name, title, mimetype = '', size = 0, mode = '', alt_txt: alt = '' } = file;
    const called = Array.from(name || title || id)
      .slice(0, MAX_NAME_CHARS)
      .join('')
      .replaceAll(/[/\\]/g, '_');
    if (!this.#options.isWanted) {
      unmapped.note('files that were left out', called);
      return undefined;
    }
    if (WITHOUT_BYTES.has(mode) && !this.#beside.has(id)) {
      unmapped.note(
        mode === 'external'
          ? 'files that are elsewhere (imported as links)'
          : `files that Slack has not got any more: ${mode}`,
        called,
      );
      return undefined;
    }
    return {
      record: {
        type: 'file',
        id: `slack:${id}`,
        user,
        name: called,
        contentType: mimetype,
        bytes: size,
        ...(alt !== '' && { alt }),
      },
      bytes: () => this.#bytesOf(file),
    };
  }

  async #bytesOf({
    id,
    url_private_download: download,
    url_private: url,
  }: SlackFile): Promise<AsyncIterable<Uint8Array>> {
    const beside = this.#beside.get(id);
    if (beside !== undefined) return this.#archive.open(beside);
    const address = download ?? url;
    if (address === undefined) throw new Missing('the export says nothing of where it is');
    return fetchBytes(address, this.#options.fetching);
  }
}
