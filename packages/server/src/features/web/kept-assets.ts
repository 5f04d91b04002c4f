/**
 * Keeps the assets of builds that were served before an update: pages that are open still load parts of theirs.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** Whoever has had a page open for longer has to load it again. */
const KEPT_MS = 30 * 86_400_000;
const SOURCE_MAP = /\.map$/;

/**
 * Copies the assets in `from` to `to`, whose parent has to be there, and removes those that were not among them for long. Each
 * one is there whole or not at all, whatever dies meanwhile, and other nodes may do the same with `to` at the same time.
 * `now`: Unix ms. Rejects with the error of the file system.
 */
export async function keepAssets(from: string, to: string, now: number): Promise<void> {
  await mkdir(to, { mode: 0o700 }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  const known = new Set(await filesIn(to));
  const names = (await filesIn(from)).filter((name) => !SOURCE_MAP.test(name));
  for (const name of names) {
    if (!known.has(name)) await copyWhole(join(from, name), to, name);
    await utimes(join(to, name), now / 1000, now / 1000);
  }
  for (const name of await filesIn(to)) await removeOld(join(to, name), now - KEPT_MS);
}

/** Under a name that nobody can ask for until it is complete. */
async function copyWhole(from: string, folder: string, name: string): Promise<void> {
  const unfinished = join(folder, `.${randomUUID()}`);
  try {
    await copyFile(from, unfinished);
    await rename(unfinished, join(folder, name));
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Another node may have removed it already. */
async function removeOld(place: string, before: number): Promise<void> {
  try {
    const { mtimeMs } = await stat(place);
    if (mtimeMs < before) await rm(place, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}
