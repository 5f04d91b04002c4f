/**
 * The blob store in numbers.
 *
 * @module
 */
import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';
import type { BlobErrorCode } from '../blobs/blob-store.ts';
import type { BlobCounts } from '../blobs/counted.ts';

export class BlobMetrics implements BlobCounts {
  readonly #bytes: Counter<'direction'>;
  readonly #errors: Counter<'call' | 'code'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#bytes = new Counter({
      name: 'posthorn_blob_bytes_total',
      help: 'Bytes of files that this node has written to the storage of files (in) and read from it (out).',
      labelNames: ['direction'],
      registers,
    });
    this.#bytes.inc({ direction: 'in' }, 0);
    this.#bytes.inc({ direction: 'out' }, 0);
    this.#errors = new Counter({
      name: 'posthorn_blob_errors_total',
      help: 'Failures of the storage of files, by what was asked for: full, unavailable, or corrupt.',
      labelNames: ['call', 'code'],
      registers,
    });
  }

  took(bytes: number): void {
    this.#bytes.inc({ direction: 'in' }, bytes);
  }

  gave(bytes: number): void {
    this.#bytes.inc({ direction: 'out' }, bytes);
  }

  failed(call: string, code: BlobErrorCode): void {
    this.#errors.inc({ call, code });
  }
}
