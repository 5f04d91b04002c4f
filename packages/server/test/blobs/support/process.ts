/**
 * Works on an upload in a process of its own, which a test kills. Its argument says what to do; it prints a line when it has come
 * so far that it may be killed.
 */
import type { S3Address } from '../../../src/blobs/s3.ts';
import { Content } from '../../../src/conformance/blobs/case.ts';
import { openStore as openDirectoryStore } from './directory.ts';
import { openStore as openS3Store } from './s3.ts';

export interface Work {
  readonly place: { readonly directory: string } | { readonly address: S3Address; readonly spool: string };
  readonly upload: string;
  readonly bytes: number;
  /** Passes on so many bytes, prints `here`, and waits. Otherwise, it prints `finishing` and finishes. */
  readonly holdAfter?: number;
}

const { place, upload, bytes, holdAfter } = JSON.parse(process.argv[2] ?? '') as Work;
const store =
  'directory' in place
    ? await openDirectoryStore(place.directory)
    : await openS3Store({ ...place.address, endpoint: new URL(place.address.endpoint) }, place.spool);
const content = new Content(bytes);
const received = await store.received(upload);
await store.append(upload, received, holdAfter === undefined ? content.read(received) : held(holdAfter));
process.stdout.write('finishing\n');
await store.finish(upload, { bytes });
await store.close();

async function* held(count: number): AsyncGenerator<Buffer> {
  yield* content.read(received, received + count);
  process.stdout.write('here\n');
  // Something has to keep the process alive.
  process.stdin.resume();
  await new Promise(() => {});
}
