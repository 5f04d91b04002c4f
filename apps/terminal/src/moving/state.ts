/**
 * How far an import has come, in a file beside its source: for --resume. To lose it costs time, nothing else, since what is
 * imported again is found.
 *
 * @module
 */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { ReportJson } from './report.ts';

const FORMAT = 1;

export interface ImportState {
  readonly server: string;
  readonly source: string;
  /** Records that the server has. */
  readonly done: number;
  readonly report: ReportJson;
}

export class StateFile {
  readonly #path: string;

  /** `source`: the file or directory that is imported. */
  constructor(source: string) {
    this.#path = `${source.replace(/[/\\]+$/, '')}.import-state.json`;
  }

  /** Undefined: nothing is known of an import of this source into this server. */
  async read({ server, source }: Pick<ImportState, 'server' | 'source'>): Promise<ImportState | undefined> {
    const text = await readFile(this.#path, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      const found = JSON.parse(text) as ImportState & { readonly format: number };
      const isIt = found.format === FORMAT && found.server === server && found.source === source;
      return isIt && Number.isSafeInteger(found.done) ? found : undefined;
    } catch {
      // It was cut off.
      return undefined;
    }
  }

  async write(state: ImportState): Promise<void> {
    const next = `${this.#path}.next`;
    await writeFile(next, JSON.stringify({ format: FORMAT, ...state }));
    await rename(next, this.#path);
  }

  async remove(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}
