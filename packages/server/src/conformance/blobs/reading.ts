/**
 * Cases about blobs.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { allBlobs, bytesOf, Content, hashOf, isBlobError, keep, KIB, MIB, upload } from './case.ts';
import type { BlobCase } from './case.ts';

const NAMES = [
  '',
  '..',
  '../../etc/passwd',
  'a'.repeat(63),
  'A'.repeat(64),
  `${'a'.repeat(64)}/`,
  'é'.repeat(64),
];

export const readingCases: readonly BlobCase[] = [
  {
    name: 'reads ranges: exactly the bytes from start up to end',
    async run({ store }) {
      const content = new Content(200 * KIB);
      const { hash } = await keep(store, content);
      const ranges: readonly [number, number | undefined][] = [
        [0, 1],
        [0, 0],
        [1, 2],
        [7, 7],
        [0, content.bytes],
        [100, 150 * KIB],
        [content.bytes - 1, content.bytes],
        [content.bytes - 10, undefined],
        [5, content.bytes + 1000],
      ];
      for (const [start, end] of ranges) {
        const range = { start, ...(end !== undefined && { end }) };
        const expected = content.slice(start, end ?? content.bytes);
        assert.ok((await bytesOf(store, hash, range)).equals(expected), `${start} to ${end}`);
        const { stream, ...facts } = await store.open(hash, range);
        stream.destroy();
        assert.deepEqual(facts, { bytes: content.bytes, start, end: start + expected.length });
      }
    },
  },
  {
    name: 'refuses ranges outside of the blob',
    async run({ store }) {
      const { hash } = await keep(store, new Content(100));
      for (const range of [{ start: 100 }, { start: 101, end: 200 }, { start: 5, end: 4 }, { start: -1 }]) {
        await assert.rejects(store.open(hash, range), isBlobError('out-of-range'));
      }
    },
  },
  {
    name: 'knows which blobs there are, by page, and how large they are',
    async run({ store, another }) {
      const contents = [1, 2, 3, 4, 5].map((seed) => new Content(100 * seed, seed));
      for (const content of contents) await keep(store, content);
      const expected = contents
        .map(({ hash, bytes }) => ({ hash, bytes }))
        .toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
      assert.deepEqual(await allBlobs(await another()), expected);
      const pages: unknown[] = [];
      let after: string | undefined;
      do {
        const page = await store.list({ limit: 2, ...(after !== undefined && { after }) });
        pages.push(page.items);
        after = page.next;
      } while (after !== undefined);
      assert.deepEqual(pages, [expected.slice(0, 2), expected.slice(2, 4), expected.slice(4)]);
      for (const { hash, bytes } of expected) {
        assert.equal(await store.has(hash), true);
        assert.equal(await store.size(hash), bytes);
      }
    },
  },
  {
    name: 'removes a blob, twice without harm; the same bytes can come again',
    async run({ store, another }) {
      const content = new Content(100 * KIB);
      const { hash } = await keep(store, content);
      const other = await another();
      await other.remove(hash);
      await store.remove(hash);
      assert.equal(await store.has(hash), false);
      await assert.rejects(store.size(hash), isBlobError('not-found'));
      await assert.rejects(store.open(hash), isBlobError('not-found'));
      assert.deepEqual(await allBlobs(store), []);
      await keep(store, content);
      assert.equal(await hashOf(other, hash), hash);
    },
  },
  {
    name: 'has nothing of a name that it has not given',
    async run({ store }) {
      for (const name of NAMES) {
        assert.equal(await store.has(name), false);
        await store.remove(name);
        await store.discard(name);
        const content = new Content(1);
        await assert.rejects(store.open(name), isBlobError('not-found'));
        await assert.rejects(store.size(name), isBlobError('not-found'));
        await assert.rejects(store.received(name), isBlobError('not-found'));
        await assert.rejects(store.append(name, 0, content.read()), isBlobError('not-found'));
        await assert.rejects(store.finish(name, { bytes: 0 }), isBlobError('not-found'));
      }
    },
  },
  {
    name: 'notices at the end of a whole blob that its bytes have changed',
    async run({ store, damage }) {
      const { hash } = await keep(store, new Content(300 * KIB));
      await damage(hash);
      await assert.rejects(hashOf(store, hash), isBlobError('corrupt'));
    },
  },
  {
    name: 'takes and gives 64 MiB with less than a sixteenth of that in memory',
    async run({ store }) {
      const content = new Content(64 * MIB);
      const memory = new Memory();
      const id = await store.begin();
      await store.append(id, 0, memory.watch(content.read()));
      const { hash } = await store.finish(id, { bytes: content.bytes });
      assert.equal(hash, content.hash);
      const { stream } = await store.open(hash);
      for await (const _ of memory.watch(stream)) continue;
      assert.ok(memory.peakBytes < content.bytes / 16, `${memory.peakBytes} bytes`);
    },
  },
  {
    name: 'reads no further than somebody takes it',
    async run({ store }) {
      const content = new Content(24 * MIB);
      const { hash } = await keep(store, content);
      const memory = new Memory();
      const readings = await Promise.all(Array.from({ length: 4 }, () => store.open(hash)));
      for (const { stream } of readings) {
        if (stream.readableLength === 0) await once(stream, 'readable');
      }
      memory.look();
      assert.ok(memory.peakBytes < content.bytes / 4, `${memory.peakBytes} bytes`);
      for (const { stream } of readings) stream.destroy();
    },
  },
  {
    name: 'waits for calls under way when it is closed, and takes no more',
    async run({ store, another }) {
      const content = new Content(100 * KIB);
      const other = await another();
      const id = await other.begin();
      const appending = other.append(id, 0, content.read());
      await other.close();
      await appending;
      await other.close();
      assert.equal(await store.received(id), content.bytes);
      await assert.rejects(other.received(id), isBlobError('closed'));
    },
  },
];

/** For a backend with little space. */
export const fullCases: readonly BlobCase[] = [
  {
    name: 'says that it is full, keeps what came before, and goes on when there is space',
    async run({ store }) {
      const large = new Content(64 * MIB);
      const small = new Content(100 * KIB, 2);
      const first = await upload(store, small);
      const id = await store.begin();
      await assert.rejects(store.append(id, 0, large.read()), isBlobError('full'));
      const received = await store.received(id);
      assert.ok(received > 0 && received < large.bytes);
      await assert.rejects(store.append(id, received, large.read(received)), isBlobError('full'));
      assert.deepEqual(await allBlobs(store), []);
      await store.discard(id);
      const { hash } = await store.finish(first, { bytes: small.bytes });
      assert.equal(hash, small.hash);
      assert.equal(await hashOf(store, hash), hash);
    },
  },
];

const LOOK_EVERY_BYTES = 4 * MIB;

/** How much memory outside of the heap is in use, without what is garbage. */
class Memory {
  readonly #before: number;
  peakBytes = 0;

  constructor() {
    setFlagsFromString('--expose-gc');
    this.#before = usedBytes();
  }

  look(): void {
    this.peakBytes = Math.max(this.peakBytes, usedBytes() - this.#before);
  }

  /** The same bytes, with looks. */
  async *watch(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let bytes = 0;
    for await (const chunk of source) {
      yield chunk;
      bytes += chunk.length;
      if (bytes < LOOK_EVERY_BYTES) continue;
      bytes = 0;
      this.look();
    }
  }
}

function usedBytes(): number {
  const collect = runInNewContext('gc') as () => void;
  // What the first one has found is freed by a thread of its own, for which the second one waits.
  collect();
  collect();
  return process.memoryUsage().arrayBuffers;
}
