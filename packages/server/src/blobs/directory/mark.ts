/**
 * The mark of a directory: a file.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FILE_MODE, fileFailure, isCode, linked, syncFolder } from '../files.ts';
import { MARK_FILE, markText, parsedMark } from '../mark.ts';
import type { Mark, PlaceMark } from '../mark.ts';

export class DirectoryMark implements PlaceMark {
  readonly place: string;
  readonly isGlobal = false;
  readonly #path: string;

  constructor(directory: string) {
    this.place = directory;
    this.#path = join(directory, MARK_FILE);
  }

  remedy(id: string): string {
    return `echo ${id} > ${this.#path}`;
  }

  read(): Promise<Mark | undefined> {
    return this.#tried(async () => {
      try {
        return parsedMark(await readFile(this.#path, 'utf8'));
      } catch (error) {
        if (isCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
        throw error;
      }
    });
  }

  async make(id: string): Promise<Mark> {
    const mark = { id, isNew: true };
    // Two routers may start together.
    await this.#write(mark, async (temporary) => {
      if (!(await linked(temporary, this.#path)) && (await this.read()) === undefined)
        await rename(temporary, this.#path);
    });
    return (await this.read()) ?? mark;
  }

  set(id: string): Promise<void> {
    return this.#write({ id, isNew: false }, (temporary) => rename(temporary, this.#path));
  }

  remove(): Promise<void> {
    return this.#tried(() => rm(this.#path, { force: true }));
  }

  #write(mark: Mark, put: (temporary: string) => Promise<void>): Promise<void> {
    return this.#tried(async () => {
      const temporary = `${this.#path}.${randomUUID()}`;
      try {
        const file = await open(temporary, 'wx', FILE_MODE);
        try {
          await file.writeFile(markText(mark));
          await file.sync();
        } finally {
          await file.close();
        }
        await put(temporary);
        await syncFolder(this.place);
      } finally {
        await rm(temporary, { force: true });
      }
    });
  }

  async #tried<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw fileFailure(error, this.place);
    }
  }
}
