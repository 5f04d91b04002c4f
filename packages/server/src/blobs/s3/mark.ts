/**
 * The mark of a place in a bucket: an object.
 *
 * @module
 */
import { MARK_FILE, markText, parsedMark } from '../mark.ts';
import type { Mark, PlaceMark } from '../mark.ts';
import type { S3BlobStoreOptions } from '../s3.ts';
import { bodyOf, S3Client } from './client.ts';
import { failureOf, S3Failure } from './failure.ts';

export class S3Mark implements PlaceMark {
  readonly place: string;
  readonly isGlobal = true;
  readonly #options: Omit<S3BlobStoreOptions, 'spool'>;

  constructor(options: Omit<S3BlobStoreOptions, 'spool'>) {
    const { bucket, prefix } = options.address;
    this.place = `s3://${bucket}/${prefix}`;
    this.#options = options;
  }

  remedy(id: string): string {
    return `put ${id} into the object ${this.place}${MARK_FILE}`;
  }

  read(): Promise<Mark | undefined> {
    return this.#with(async (client) => {
      try {
        return parsedMark(await client.text({ method: 'GET', key: MARK_FILE }));
      } catch (error) {
        if (error instanceof S3Failure && error.isMissing) return undefined;
        throw error;
      }
    });
  }

  /** Of two that make it at once the later one wins; the log decides. */
  async make(id: string): Promise<Mark> {
    const known = await this.read();
    if (known !== undefined) return known;
    await this.#put({ id, isNew: true });
    return (await this.read()) ?? { id, isNew: true };
  }

  set(id: string): Promise<void> {
    return this.#put({ id, isNew: false });
  }

  async remove(): Promise<void> {
    await this.#with((client) => client.text({ method: 'DELETE', key: MARK_FILE }));
  }

  async #put(mark: Mark): Promise<void> {
    await this.#with((client) =>
      client.text({ method: 'PUT', key: MARK_FILE, body: bodyOf(markText(mark)) }),
    );
  }

  async #with<T>(work: (client: S3Client) => Promise<T>): Promise<T> {
    const { address, clock, random } = this.#options;
    const client = new S3Client(address, clock, random);
    try {
      return await work(client);
    } catch (error) {
      throw failureOf(error);
    } finally {
      client.close();
    }
  }
}
