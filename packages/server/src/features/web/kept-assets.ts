/**
 * Keeps the assets of builds that were served before an update: pages that are open still load parts of theirs.
 *
 * @module
 */
import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** Whoever has had a page open for longer has to load it again. */
const KEPT_MS = 30 * 86_400_000;
const SOURCE_MAP = /\.map$/;

/**
 * Copies the assets in `from` to `to`, whose parent has to be there, and removes those that were not among them for long.
 * `now`: Unix ms. Rejects with the error of the file system.
 */
export async function keepAssets(from: string, to: string, now: number): Promise<void> {
  await mkdir(to, { mode: 0o700 }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  const names = (await filesIn(from)).filter((name) => !SOURCE_MAP.test(name));
  for (const name of names) {
    await copyFile(join(from, name), join(to, name), constants.COPYFILE_EXCL).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
    await utimes(join(to, name), now / 1000, now / 1000);
  }
  for (const name of await filesIn(to)) {
    const { mtimeMs } = await stat(join(to, name));
    if (mtimeMs < now - KEPT_MS) await unlink(join(to, name));
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}
