/**
 * Cases about uploads.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { Blob } from '../../blobs/blob-store.ts';
import { allBlobs, allUploads, bytesOf, Content, hashOf, isBlobError, KIB, MIB, upload } from './case.ts';
import type { BlobCase, OpenBlobs } from './case.ts';

export const uploadingCases: readonly BlobCase[] = [
  {
    name: 'keeps what has been appended, in several pieces, under the hash of all of it',
    async run({ store }) {
      const content = new Content(300 * KIB);
      const id = await store.begin();
      assert.equal(await store.received(id), 0);
      assert.equal(await store.append(id, 0, content.read(0, 100 * KIB)), 100 * KIB);
      assert.equal(await store.received(id), 100 * KIB);
      assert.equal(await store.append(id, 100 * KIB, content.read(100 * KIB)), content.bytes);
      const blob = await store.finish(id, { bytes: content.bytes, hash: content.hash });
      assert.deepEqual(blob, { hash: content.hash, bytes: content.bytes });
      assert.equal(await hashOf(store, blob.hash), content.hash);
    },
  },
  {
    name: 'keeps a blob without bytes',
    async run({ store }) {
      const content = new Content(0);
      const id = await store.begin();
      const blob = await store.finish(id, { bytes: 0 });
      assert.deepEqual(blob, { hash: content.hash, bytes: 0 });
      assert.equal(await store.size(blob.hash), 0);
      assert.equal((await bytesOf(store, blob.hash)).length, 0);
      assert.equal((await bytesOf(store, blob.hash, { start: 0, end: 0 })).length, 0);
    },
  },
  {
    name: 'lets another router go on where the last one has stopped, also across parts, and back',
    async run({ store, another }) {
      const content = new Content(9 * MIB + 5);
      const other = await another();
      const id = await store.begin();
      let at = await store.append(id, 0, content.read(0, 3 * MIB));
      at = await other.append(id, at, content.read(at, 8 * MIB));
      at = await store.append(id, at, content.read(at, 8 * MIB + 1));
      assert.equal(await other.received(id), 8 * MIB + 1);
      at = await other.append(id, at, content.read(at));
      const blob = await store.finish(id, { bytes: content.bytes });
      assert.equal(blob.hash, content.hash);
      assert.equal(await hashOf(other, blob.hash), content.hash);
    },
  },
  {
    name: 'refuses an offset that is not the end, without reading anything',
    async run({ store }) {
      const content = new Content(10);
      const id = await upload(store, content);
      let isRead = false;
      const source = (async function* () {
        isRead = true;
        yield content.slice(0, 1);
      })();
      for (const offset of [0, 9, 11]) {
        await assert.rejects(store.append(id, offset, source), isBlobError('wrong-offset'));
      }
      assert.equal(isRead, false);
      assert.equal(await store.received(id), 10);
    },
  },
  {
    name: 'keeps what came before the source failed, and says what the source said',
    async run({ store }) {
      const content = new Content(200 * KIB);
      const id = await store.begin();
      const failure = Object.assign(new Error('the client has gone'), {
        code: 'ECONNRESET',
        syscall: 'read',
      });
      const source = (async function* () {
        yield* content.read(0, 128 * KIB);
        throw failure;
      })();
      await assert.rejects(store.append(id, 0, source), (error) => error === failure);
      assert.equal(await store.received(id), 128 * KIB);
      await store.append(id, 128 * KIB, content.read(128 * KIB));
      assert.equal((await store.finish(id, { bytes: content.bytes })).hash, content.hash);
    },
  },
  {
    name: 'makes no blob of another size or hash than expected',
    async run({ store }) {
      const [content, other] = [new Content(1000), new Content(1000, 2)];
      const id = await upload(store, content);
      await assert.rejects(store.finish(id, { bytes: 999 }), isBlobError('mismatch'));
      await assert.rejects(store.finish(id, { bytes: 1001 }), isBlobError('mismatch'));
      await assert.rejects(store.finish(id, { bytes: 1000, hash: other.hash }), isBlobError('mismatch'));
      assert.deepEqual(await allBlobs(store), []);
      await store.finish(id, { bytes: 1000, hash: content.hash });
    },
  },
  {
    name: 'finishes as often as it is asked, anywhere, until the upload is discarded',
    async run({ store, another }) {
      const content = new Content(100 * KIB);
      const id = await upload(store, content);
      const other = await another();
      const blob = { hash: content.hash, bytes: content.bytes };
      for (const each of [store, store, other]) {
        assert.deepEqual(await each.finish(id, { bytes: content.bytes }), blob);
      }
      await store.remove(blob.hash);
      for (const each of [other, store]) await each.finish(id, { bytes: content.bytes });
      assert.equal(await hashOf(store, blob.hash), blob.hash);
      await store.discard(id);
      await assert.rejects(store.finish(id, { bytes: content.bytes }), isBlobError('not-found'));
      assert.equal(await hashOf(store, blob.hash), blob.hash);
    },
  },
  {
    name: 'leaves a blob as it is when its upload goes on',
    async run({ store }) {
      const content = new Content(200 * KIB);
      const id = await store.begin();
      const at = await store.append(id, 0, content.read(0, 100 * KIB));
      const first = await store.finish(id, { bytes: at });
      await store.append(id, at, content.read(at));
      assert.equal((await store.finish(id, { bytes: content.bytes })).hash, content.hash);
      for (const hash of [first.hash, content.hash]) assert.equal(await hashOf(store, hash), hash);
    },
  },
  {
    name: 'keeps the same bytes once, whoever finishes at the same time',
    async run({ store, another }) {
      const content = new Content(9 * MIB);
      const stores = [store, await another()] as const;
      const ids = await Promise.all(stores.map((each) => upload(each, content)));
      // Each by a store that has received it, and by one that has not.
      const finishes = [...ids, ...ids.toReversed()].map((id, index) =>
        stores[index % 2 === 0 ? 0 : 1].finish(id, { bytes: content.bytes }),
      );
      for (const blob of await Promise.all(finishes)) assert.equal(blob.hash, content.hash);
      assert.deepEqual(await allBlobs(store), [{ hash: content.hash, bytes: content.bytes }]);
      assert.equal(await hashOf(store, content.hash), content.hash);
    },
  },
  {
    name: 'lets one call at a time work on an upload',
    async run({ store }) {
      const content = new Content(2000);
      const id = await store.begin();
      const gate = Promise.withResolvers<void>();
      const started = Promise.withResolvers<void>();
      const appending = store.append(
        id,
        0,
        (async function* () {
          yield content.slice(0, 1000);
          started.resolve();
          await gate.promise;
          yield content.slice(1000, 2000);
        })(),
      );
      await started.promise;
      await assert.rejects(store.append(id, 0, content.read()), isBlobError('busy'));
      await assert.rejects(store.finish(id, { bytes: 2000 }), isBlobError('busy'));
      await assert.rejects(store.discard(id), isBlobError('busy'));
      gate.resolve();
      await appending;
      assert.equal((await store.finish(id, { bytes: 2000 })).hash, content.hash);
    },
  },
  {
    name: 'is not deceived by two writers with different bytes: a blob has the bytes of its hash',
    run: (blobs) => writeTwice(blobs, 0),
  },
  {
    name: 'is not deceived by a writer who goes on when the other one has finished',
    run: (blobs) => writeTwice(blobs, 10),
  },
  {
    name: 'shows nothing of a blob until it is complete',
    async run({ store, another }) {
      const content = new Content(17 * MIB);
      const id = await upload(await another(), content);
      let isDone = false;
      const finishing = store.finish(id, { bytes: content.bytes }).finally(() => (isDone = true));
      const seen: Blob[] = [];
      while (!isDone) seen.push(...(await allBlobs(store)));
      await finishing;
      for (const blob of seen) assert.deepEqual(blob, { hash: content.hash, bytes: content.bytes });
      assert.equal(await hashOf(store, content.hash), content.hash);
    },
  },
  {
    name: 'discards an upload with all it has received, twice without harm',
    async run({ store, another }) {
      const content = new Content(9 * MIB);
      const id = await upload(store, content);
      assert.deepEqual(await allUploads(store), [id]);
      await (await another()).discard(id);
      await store.discard(id);
      assert.deepEqual(await allUploads(store), []);
      assert.deepEqual(await allBlobs(store), []);
      await assert.rejects(store.received(id), isBlobError('not-found'));
      await assert.rejects(store.append(id, content.bytes, content.read()), isBlobError('not-found'));
      await assert.rejects(store.finish(id, { bytes: content.bytes }), isBlobError('not-found'));
    },
  },
  {
    name: 'lists uploads that have not changed since a time, by page',
    async run({ store }) {
      const ids = await Promise.all(Array.from({ length: 5 }, () => upload(store, new Content(10))));
      const all = await store.listUploads({ unchangedSince: Number.MAX_SAFE_INTEGER, limit: 5 });
      assert.deepEqual(
        all.items.map(({ upload: id }) => id),
        ids.toSorted(),
      );
      assert.equal(all.next, undefined);
      const first = Math.min(...all.items.map(({ changedAt }) => changedAt));
      const before = await store.listUploads({ unchangedSince: first - 1, limit: 5 });
      assert.deepEqual(before, { items: [], next: undefined });
      const oldest = await store.listUploads({ unchangedSince: first, limit: 5 });
      assert.deepEqual(
        oldest.items,
        all.items.filter(({ changedAt }) => changedAt === first),
      );
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const request = {
          unchangedSince: Number.MAX_SAFE_INTEGER,
          limit: 2,
          ...(after !== undefined && { after }),
        };
        const page = await store.listUploads(request);
        assert.ok(page.items.length <= 2);
        seen.push(...page.items.map(({ upload: id }) => id));
        after = page.next;
      } while (after !== undefined);
      assert.deepEqual(seen, ids.toSorted());
    },
  },
];

/** Two routers write different bytes to one upload. The first one adds `more` bytes when the other one has finished. */
async function writeTwice({ store, another }: OpenBlobs, more: number): Promise<void> {
  const [good, bad] = [new Content(200 * KIB), new Content(200 * KIB + more, 2)];
  const other = await another();
  const id = await store.begin();
  const gate = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  const late = store.append(
    id,
    0,
    (async function* () {
      yield* bad.read(0, good.bytes);
      started.resolve();
      await gate.promise;
      yield* bad.read(good.bytes);
    })(),
  );
  await started.promise;
  // The other one sees what the first one has written, all of it or nothing, while the first one may still write.
  const begun = await other.received(id);
  await other.append(id, begun, good.read(begun));
  const first = await other.finish(id, { bytes: good.bytes });
  gate.resolve();
  await late;
  assert.equal(await hashOf(store, first.hash), first.hash);
  await store.remove(first.hash);
  // Whose bytes count is open, but each of them must make what it says.
  for (const each of [store, other]) {
    const { hash } = await each.finish(id, { bytes: await each.received(id) });
    assert.equal(await hashOf(store, hash), hash);
  }
}
