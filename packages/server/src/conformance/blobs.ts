/**
 * The conformance suite of the blob store: tests the duties listed in blob-store.ts on any implementation.
 *
 * @module
 */
import type { BlobCase, OpenBlobs } from './blobs/case.ts';
import { fullCases, readingCases } from './blobs/reading.ts';
import { uploadingCases } from './blobs/uploading.ts';
import type { TestRunner } from './runner.ts';

export interface BlobBackend {
  readonly name: string;
  readonly open: () => Promise<OpenBlobs>;
  /** On a storage with space for 1 to 32 MiB. A text says why there is none. */
  readonly openSmall: (() => Promise<OpenBlobs>) | string;
}

/** Declares the suite for one backend with the given runner. */
export function blobConformance(runner: TestRunner, backend: BlobBackend): void {
  const { openSmall } = backend;
  runner.describe(`blobs in ${backend.name}`, () => {
    for (const each of [...uploadingCases, ...readingCases]) declare(runner, each, false, backend.open);
    for (const each of fullCases) {
      if (typeof openSmall === 'string') declare(runner, each, openSmall, backend.open);
      else declare(runner, each, false, openSmall);
    }
  });
}

function declare(
  runner: TestRunner,
  { name, run }: BlobCase,
  skip: string | false,
  open: () => Promise<OpenBlobs>,
): void {
  runner.it(name, { skip }, async () => {
    const blobs = await open();
    try {
      await run(blobs);
    } finally {
      await blobs.dispose();
    }
  });
}
