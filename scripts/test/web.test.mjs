import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { alone, compress, isOutdated, keepEarlier } from '../web.mjs';

const TEXT = 'But, soft! '.repeat(300);

/** @param {import('node:test').TestContext} t */
function folderFor(t) {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-web-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('assets are compressed beforehand, if that makes them smaller by much, and pictures never', (t) => {
  const folder = folderFor(t);
  mkdirSync(join(folder, 'assets/deep'), { recursive: true });
  for (const name of ['assets/a.js', 'assets/deep/b.css', 'assets/c.png', 'index.html'])
    writeFileSync(join(folder, name), TEXT);
  writeFileSync(join(folder, 'assets/small.js'), 'x');
  compress(folder);
  for (const name of ['assets/a.js', 'assets/deep/b.css']) {
    assert.equal(brotliDecompressSync(readFileSync(join(folder, `${name}.br`))).toString(), TEXT);
    assert.equal(gunzipSync(readFileSync(join(folder, `${name}.gz`))).toString(), TEXT);
  }
  for (const name of ['assets/c.png', 'index.html', 'assets/small.js'])
    assert.ok(!existsSync(join(folder, `${name}.br`)), name);
});

test('a build keeps the assets of earlier ones for a while, and none of its own is replaced', (t) => {
  const folder = folderFor(t);
  const [earlier, later] = [join(folder, 'earlier'), join(folder, 'later')];
  for (const place of [earlier, later]) mkdirSync(place);
  for (const name of ['old.js', 'older.js', 'same.js']) writeFileSync(join(earlier, name), 'earlier');
  writeFileSync(join(later, 'same.js'), 'later');
  utimesSync(join(earlier, 'old.js'), 2000, 2000);
  utimesSync(join(earlier, 'older.js'), 999, 999);
  keepEarlier(earlier, later, 1_000_000);
  assert.equal(readFileSync(join(later, 'old.js'), 'utf8'), 'earlier');
  assert.equal(readFileSync(join(later, 'same.js'), 'utf8'), 'later');
  assert.ok(!existsSync(join(later, 'older.js')));
  // It gets no younger by being kept.
  keepEarlier(later, earlier, 3_000_000);
  rmSync(join(earlier, 'old.js'));
  keepEarlier(later, earlier, 3_000_000);
  assert.ok(!existsSync(join(earlier, 'old.js')));
});

test('a page is outdated when a source is newer, but not for a test', (t) => {
  const root = folderFor(t);
  for (const folder of ['apps/web/src', 'apps/web/dist']) mkdirSync(join(root, folder), { recursive: true });
  const at = (path, seconds) => {
    writeFileSync(join(root, path), '');
    utimesSync(join(root, path), seconds, seconds);
  };
  at('apps/web/src/main.tsx', 1000);
  assert.ok(isOutdated(root), 'there is none');
  at('apps/web/dist/index.html', 2000);
  assert.ok(!isOutdated(root));
  at('apps/web/src/main.test.tsx', 3000);
  assert.ok(!isOutdated(root));
  at('apps/web/src/list.tsx', 3000);
  assert.ok(isOutdated(root));
});

test('one process builds at a time, and one that has died keeps nobody', async (t) => {
  const folder = folderFor(t);
  const gone = spawnSync(process.execPath, ['--version']).pid;
  writeFileSync(join(folder, 'dist.lock'), String(gone));
  mkdirSync(join(folder, `dist.${gone}`));
  mkdirSync(join(folder, `dist.${process.ppid}`));
  const order = [];
  const work = (name) => async () => {
    order.push(`${name} begins`);
    await setImmediate();
    order.push(`${name} ends`);
  };
  await Promise.all([alone(folder, work('one')), alone(folder, work('other'))]);
  assert.deepEqual(order, ['one begins', 'one ends', 'other begins', 'other ends']);
  assert.ok(!existsSync(join(folder, 'dist.lock')));
  assert.ok(!existsSync(join(folder, `dist.${gone}`)), 'what it has left is removed');
  assert.ok(existsSync(join(folder, `dist.${process.ppid}`)));
  await assert.rejects(alone(folder, () => Promise.reject(new Error('does not build'))));
  await alone(folder, work('third'));
});
