/** Faults that the conformance suite must notice. */
import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { BlobStore } from '../../src/blobs/blob-store.ts';
import { blobConformance } from '../../src/conformance/index.ts';
import { Content } from '../../src/conformance/blobs/case.ts';
import { blobPath, openDirectory } from './support/directory.ts';

type Plant = (store: BlobStore, directory: string) => Partial<BlobStore>;

interface Fault {
  readonly fault: string;
  /** The case that must fail. */
  readonly noticedBy: string;
  readonly plant: Plant;
}

const FAULTS: readonly Fault[] = [
  {
    fault: 'a range that is one byte too long',
    noticedBy: 'reads ranges: exactly the bytes from start up to end',
    plant: (store) => ({
      open: (hash, range) =>
        store.open(hash, range?.end === undefined ? range : { start: range.start, end: range.end + 1 }),
    }),
  },
  {
    fault: 'a hash that is not compared with the expected one',
    noticedBy: 'makes no blob of another size or hash than expected',
    plant: (store) => ({ finish: (upload, { bytes }) => store.finish(upload, { bytes }) }),
  },
  {
    fault: 'a size that is not compared with the expected one',
    noticedBy: 'makes no blob of another size or hash than expected',
    plant: (store) => ({
      finish: async (upload, expected) =>
        store.finish(upload, { ...expected, bytes: await store.received(upload) }),
    }),
  },
  {
    fault: 'a blob that has its name before its bytes',
    noticedBy: 'shows nothing of a blob until it is complete',
    plant: (store, directory) => ({
      async finish(upload, expected) {
        const content = new Content(expected.bytes);
        const path = blobPath(directory, content.hash);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, content.slice(0, expected.bytes / 2));
        for (let turn = 0; turn < 100; turn++) await setImmediate();
        await rm(path);
        return store.finish(upload, expected);
      },
    }),
  },
  {
    fault: 'an offset that is not looked at',
    noticedBy: 'refuses an offset that is not the end, without reading anything',
    plant: (store) => ({
      append: async (upload, _offset, source) => store.append(upload, await store.received(upload), source),
    }),
  },
  {
    fault: 'bytes that are thrown away when the source fails',
    noticedBy: 'keeps what came before the source failed, and says what the source said',
    plant: (store) => ({
      async append(upload, offset, source) {
        const chunks: Uint8Array[] = [];
        for await (const chunk of source) chunks.push(chunk);
        return store.append(upload, offset, chunksOf(chunks));
      },
    }),
  },
  {
    fault: 'uploads that are kept in memory',
    noticedBy: 'takes and gives 64 MiB with less than a sixteenth of that in memory',
    plant: (store) => ({
      async append(upload, offset, source) {
        const chunks: Uint8Array[] = [];
        for await (const chunk of source) chunks.push(Uint8Array.from(chunk));
        return store.append(upload, offset, chunksOf(chunks));
      },
    }),
  },
  {
    fault: 'uploads that are listed as stale too early',
    noticedBy: 'lists uploads that have not changed since a time, by page',
    plant: (store) => ({
      listUploads: (request) => store.listUploads({ ...request, unchangedSince: Number.MAX_SAFE_INTEGER }),
    }),
  },
  {
    fault: 'an upload that stays when it is discarded',
    noticedBy: 'discards an upload with all it has received, twice without harm',
    plant: () => ({ discard: async () => {} }),
  },
  {
    fault: 'damage that nobody notices',
    noticedBy: 'notices at the end of a whole blob that its bytes have changed',
    plant: (store, directory) => ({
      async open(hash, range) {
        const { stream, ...reading } = await store.open(hash, range);
        stream.destroy();
        return { ...reading, stream: createReadStream(blobPath(directory, hash)) };
      },
    }),
  },
];

async function* chunksOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** The store with some of its methods replaced. */
function planted(plant: Plant): (store: BlobStore, directory: string) => BlobStore {
  return (store, directory) => {
    const faulty = plant(store, directory);
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(store)).filter(
      (name) => name !== 'constructor',
    );
    const sound = methods.map((name) => {
      const method = Reflect.get(store, name) as (...args: readonly unknown[]) => unknown;
      return [name, method.bind(store)];
    });
    return { ...(Object.fromEntries(sound) as BlobStore), ...faulty };
  };
}

/** The cases of the suite on a store, by name. */
function casesOn(plant?: Plant): ReadonlyMap<string, () => Promise<void>> {
  const cases = new Map<string, () => Promise<void>>();
  blobConformance(
    { describe: (_name, body) => body(), it: (name, _options, body) => cases.set(name, body) },
    {
      name: 'a directory with a fault',
      open: () => openDirectory(plant && planted(plant)),
      openSmall: 'not needed',
    },
  );
  return cases;
}

describe('the suite of the blob store notices', () => {
  for (const { fault, noticedBy, plant } of FAULTS) {
    it(fault, async () => {
      const run = casesOn(plant).get(noticedBy);
      assert.ok(run !== undefined, `there is no case "${noticedBy}"`);
      await assert.rejects(run(), { code: 'ERR_ASSERTION' });
    });
  }
});
