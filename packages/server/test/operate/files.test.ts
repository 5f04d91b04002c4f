/** Backups with the files that messages refer to. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { BlobHash, BlobStore } from '../../src/blobs/blob-store.ts';
import { QUERIES } from '../../src/compose/features.ts';
import { copyAll } from '../../src/operate/backup-copy.ts';
import type { OperateContext } from '../../src/operate/command.ts';
import { copyBlobs } from '../../src/blobs/copy.ts';
import { allBlobs, allUploads, Content, hashOf, KIB, MIB } from '../../src/conformance/blobs/case.ts';
import { claimFilesPlace } from '../../src/store/files/place-queries.ts';
import type { Store } from '../../src/store/store.ts';
import { blobPath, changeByte, openStore as openBlobs } from '../blobs/support/directory.ts';
import { startS3Server } from '../blobs/support/s3-server.ts';
import { addFile, blobsOf, collectAll } from './support/files.ts';
import { answerOf, folderOf, openStore, run } from './support/operate.ts';

interface Installation {
  readonly data: string;
  readonly folder: string;
  readonly store: Store;
  readonly blobs: BlobStore;
}

/** One that runs. */
async function installation(t: TestContext): Promise<Installation> {
  const folder = await folderOf(t);
  const data = join(folder, 'data');
  const store = await openStore(data);
  const blobs = await blobsOf(data);
  t.after(async () => {
    await store.close();
    await blobs.close();
  });
  return { data, folder, store, blobs };
}

/** Some files of different sizes. */
async function addFiles({ store, blobs }: Installation, seeds: readonly number[]): Promise<BlobHash[]> {
  const hashes = [];
  for (const seed of seeds) hashes.push(await addFile(store, blobs, new Content(seed * 50 * KIB, seed)));
  return hashes.sort();
}

const hashesIn = async (store: BlobStore): Promise<readonly string[]> =>
  (await allBlobs(store)).map(({ hash }) => hash);

describe('a backup with files', () => {
  it('has those that the database refers to, and a restore brings them back', async (t) => {
    const place = await installation(t);
    const { data, folder, store, blobs } = place;
    const hashes = await addFiles(place, [1, 2, 3]);
    await store.run(claimFilesPlace, 'a'.repeat(32));
    // Nothing refers to it.
    const upload = await blobs.begin();
    await blobs.append(upload, 0, new Content(10).read());
    const file = join(folder, 'backups/first.db');
    await mkdir(join(folder, 'backups'));
    const first = await answerOf(['backup', '--data', data, '--to', file]);
    assert.deepEqual(first['blobs'], { copied: 3, bytes: 300 * KIB, present: 0, missing: 0, damaged: 0 });

    const into = ['restore', '--from', file, '--data', join(folder, 'new')];
    assert.partialDeepStrictEqual(await answerOf(into), { blobs: { copied: 3, missing: 0 } });
    const restored = await blobsOf(join(folder, 'new'));
    t.after(() => restored.close());
    assert.deepEqual(await hashesIn(restored), hashes);
    for (const hash of hashes) assert.equal(await hashOf(restored, hash), hash);
    const names = await readdir(join(folder, 'new/files'));
    assert.deepEqual(names.toSorted(), ['blobs', 'posthorn-files.txt', 'uploads']);
  });

  it('copies only what is new, and goes on where it was interrupted', async (t) => {
    const place = await installation(t);
    const { data, folder } = place;
    await addFiles(place, [1, 2]);
    const to = ['--data', data, '--to'];
    await answerOf(['backup', ...to, join(folder, 'a.db')]);
    await addFiles(place, [3]);
    const { blobs } = await answerOf(['backup', ...to, join(folder, 'b.db')]);
    assert.partialDeepStrictEqual(blobs, { copied: 1, present: 2 });

    await addFiles(place, [4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const ended = new AbortController();
    const [from, target] = [await blobsOf(data), await openBlobs(join(folder, 'elsewhere'))];
    t.after(() => Promise.all([from.close(), target.close()]));
    const hashes = await hashesIn(from);
    const options = { from, to: target, hashes, signal: ended.signal };
    await assert.rejects(copyBlobs({ ...options, onBlob: () => ended.abort() }), { name: 'AbortError' });
    for (const hash of await hashesIn(target)) assert.equal(await hashOf(target, hash), hash);
    const signal = new AbortController().signal;
    const { copied, present } = await copyBlobs({ ...options, signal });
    assert.equal(copied + present, 12);
    assert.ok(present > 0);
    assert.deepEqual(await allUploads(target), []);
  });

  it('has every file that its database refers to, although files come and go meanwhile', async (t) => {
    const place = await installation(t);
    const { data, folder, store, blobs } = place;
    await addFiles(place, [1, 2]);
    const to = await openBlobs(join(folder, 'copies'));
    t.after(() => to.close());
    let copies = 0;
    // One that is sent when the first files were copied, so that the copy of the database has it, and collected after that.
    const watched = replaced(to, {
      async listUploads(request) {
        if (++copies === 2) await collectAll(store, blobs);
        return to.listUploads(request);
      },
      async has(hash) {
        if (copies === 1) await addFile(store, blobs, new Content(20 * KIB, 99));
        return to.has(hash);
      },
    });
    const [source, partial] = [join(data, 'posthorn.db'), join(folder, 'partial.db')];
    const progress = { show: () => {} } as unknown as OperateContext['progress'];
    const context = { tables: QUERIES.tables, progress, signal: new AbortController().signal };
    const files = { from: blobs, to: watched, place: '', close: async () => {} };
    const { copied } = await copyAll({ source, partial }, files, context);
    assert.deepEqual(copied?.missing, []);
    assert.equal(copies, 3);
    const check = ['check-files', '--data', partial, '--files', join(folder, 'copies')];
    await answerOf([...check, '--read']);
  });

  it('can leave files out, and does not do so unasked', async (t) => {
    const place = await installation(t);
    const { data, folder } = place;
    const [hash = ''] = await addFiles(place, [1]);
    const to = (name: string): string[] => ['backup', '--data', data, '--to', join(folder, name)];
    assert.equal((await answerOf([...to('a.db'), '--no-files']))['blobs'], undefined);
    assert.ok(!existsSync(join(folder, 'files')));
    await refuses(['restore', '--from', join(folder, 'a.db'), '--data', join(folder, 'x')], /--files-from/);
    const without = ['restore', '--from', join(folder, 'a.db'), '--data', join(folder, 'x'), '--no-files'];
    assert.equal((await answerOf(without))['blobs'], undefined);

    await refuses([...to('b.db'), '--files-to', join(data, 'files')], /in .* themselves/);
    const empty = await folderOf(t);
    await refuses([...to('b.db'), '--files', empty], /None of the files .*--files, or/);
    await rename(join(data, 'files'), join(folder, 'away'));
    await refuses(to('b.db'), /refer to 1 blob of files, and there are none/);
    await writeFile(join(data, 'posthorn.json'), JSON.stringify({ files: join(folder, 'away'), http: 1 }));
    assert.partialDeepStrictEqual(await answerOf(to('c.db')), { blobs: { copied: 1 } });
    assert.ok(existsSync(blobPath(join(folder, 'files'), hash)));
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.includes('partial')),
      [],
    );
  });

  it('says what the storage has lost or changed, and has the others', async (t) => {
    const place = await installation(t);
    const { data, folder, blobs } = place;
    const [lost = '', changed = '', kept = ''] = await addFiles(place, [1, 2, 3]);
    const check = ['check-files', '--data', data];
    assert.partialDeepStrictEqual(await answerOf(check), { checked: 3, missing: 0 });
    await blobs.remove(lost);
    await changeByte(blobPath(join(data, 'files'), changed));
    await refuses(check, new RegExp(`3 blobs of files 1 are missing and 0 damaged: ${lost}\\.`));
    await refuses([...check, '--read'], new RegExp(`1 are missing and 1 damaged: ${lost}, ${changed}`));
    const { stdout, code } = await run(['backup', '--data', data, '--to', join(folder, 'a.db')]);
    assert.match(stdout, /1 blob of files .*2 blobs could not be copied.*check-files names them/);
    assert.equal(code, 0);
    const copies = await openBlobs(join(folder, 'files'));
    t.after(() => copies.close());
    assert.deepEqual(await hashesIn(copies), [kept]);
  });

  it('may come from a bucket, and go back into it', async (t) => {
    const server = await startS3Server();
    t.after(() => server.close());
    const { bucket, endpoint, accessKeyId, secretAccessKey } = server.address;
    const env = {
      POSTHORN_FILES_ENDPOINT: endpoint.href,
      POSTHORN_FILES_ACCESS_KEY: accessKeyId,
      POSTHORN_FILES_SECRET_KEY: secretAccessKey,
    };
    const place = await installation(t);
    const { data, folder, blobs } = place;
    await addFiles(place, [1, 2]);
    await addFile(place.store, blobs, new Content(9 * MIB, 7));
    const within = async (args: readonly string[]): Promise<unknown> => {
      const { code, stdout, stderr } = await run([...args, '--json'], undefined, false, env);
      assert.equal(code, 0, stderr);
      assert.doesNotMatch(stdout + stderr, new RegExp(secretAccessKey));
      return JSON.parse(stdout) as unknown;
    };
    await answerOf(['backup', '--data', data, '--to', join(folder, 'a.db')]);
    const [fresh, files] = [join(folder, 'new'), ['--files', `s3://${bucket}/chat`]];
    const restore = ['restore', '--from', join(folder, 'a.db'), '--data', fresh, ...files];
    assert.partialDeepStrictEqual(await within(restore), { blobs: { copied: 3 } });
    await within(['check-files', '--data', fresh, '--read', ...files]);
    const again = [
      'backup',
      '--data',
      fresh,
      '--to',
      join(fresh, '../b.db'),
      '--files-to',
      join(folder, 'b'),
    ];
    assert.partialDeepStrictEqual(await within([...again, ...files]), { blobs: { copied: 3 } });
  });

  it('marks the files as those of the database that it brings', async (t) => {
    const place = await installation(t);
    const { data, folder, store } = place;
    await addFiles(place, [1]);
    await store.run(claimFilesPlace, 'a'.repeat(32));
    const file = join(folder, 'a.db');
    await answerOf(['backup', '--data', data, '--to', file]);
    const other = join(folder, 'shared');
    await mkdir(other);
    await writeFile(join(other, 'posthorn-files.txt'), `${'b'.repeat(32)}\n`);
    const into = ['restore', '--from', file, '--data', join(folder, 'x'), '--files', other];
    await refuses(into, /has the files of another installation/);
    await rm(join(other, 'posthorn-files.txt'));
    await answerOf(into);
  });
});

/** The store with some of its methods replaced. */
function replaced(store: BlobStore, methods: Partial<BlobStore>): BlobStore {
  return new Proxy(store, {
    get(target, name) {
      const found: unknown = Reflect.get(methods, name) ?? Reflect.get(target, name);
      return typeof found === 'function' ? found.bind(target) : found;
    },
  });
}

async function refuses(args: readonly string[], words: RegExp): Promise<void> {
  const ended = await run(args);
  assert.match(ended.stderr, words);
  assert.deepEqual([ended.code, ended.stdout], [6, '']);
}
