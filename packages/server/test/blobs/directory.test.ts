import assert from 'node:assert/strict';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { blobConformance } from '../../src/conformance/index.ts';
import { allBlobs, Content, isBlobError, keep, MIB, upload } from '../../src/conformance/blobs/case.ts';
import { newFolder, openDirectory, openStore, smallDirectory } from './support/directory.ts';
import { uploadThroughKills } from './support/killing.ts';

const small = await smallDirectory();

blobConformance({ describe, it }, { name: 'a directory', open: () => openDirectory(), openSmall: small });

describe('a directory of blobs', () => {
  it('is for its owner alone, whatever the process lets others do', async (t) => {
    const umask = process.umask(0);
    t.after(() => process.umask(umask));
    const folder = await newFolder();
    t.after(() => rm(folder, { recursive: true }));
    const store = await openStore(join(folder, 'files'));
    await keep(store, new Content(100));
    await upload(store, new Content(100));
    for (const name of ['', ...(await readdir(join(folder, 'files'), { recursive: true }))]) {
      const { mode } = await stat(join(folder, 'files', name));
      assert.equal(mode & 0o077, 0, name);
    }
    await store.close();
  });

  it('goes on after kills at any moment, and leaves nothing behind', async (t) => {
    const folder = await newFolder();
    t.after(() => rm(folder, { recursive: true }));
    const store = await openStore(folder);
    await uploadThroughKills(store, { directory: folder });
    assert.deepEqual(await readdir(join(folder, 'uploads')), []);
    await store.close();
  });

  it('needs the space of an upload once, if one process has received it', async (t) => {
    const folder = await newFolder();
    t.after(() => rm(folder, { recursive: true }));
    const store = await openStore(folder);
    const content = new Content(MIB);
    const id = await upload(store, content);
    await store.finish(id, { bytes: content.bytes });
    const [piece = ''] = await readdir(join(folder, 'uploads', id));
    assert.equal((await stat(join(folder, 'uploads', id, piece))).nlink, 2);
    await store.close();
  });

  it('is full when another router needs the space of an upload again, and keeps the upload', async (t) => {
    if (typeof small === 'string') return t.skip(small);
    const { store, another, dispose } = await small();
    t.after(dispose);
    const content = new Content(10 * MIB);
    const id = await upload(store, content);
    const other = await another();
    await assert.rejects(other.finish(id, { bytes: content.bytes }), isBlobError('full'));
    assert.deepEqual(await allBlobs(other), []);
    assert.equal((await store.finish(id, { bytes: content.bytes })).hash, content.hash);
  });

  it('says what to do when it cannot be used', async (t) => {
    const folder = await newFolder();
    t.after(() => rm(folder, { recursive: true }));
    await assert.rejects(openStore(join(folder, 'not', 'there')), isBlobError('unavailable'));
    const store = await openStore(join(folder, 'files'));
    await rm(join(folder, 'files'), { recursive: true });
    await assert.rejects(store.begin(), isBlobError('unavailable'));
    await store.close();
  });
});
