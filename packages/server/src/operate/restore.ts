/**
 * `posthorn restore`: puts a backup into a data directory, and its files where the server keeps them. No server may use it.
 *
 * @module
 */
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CopiedBlobs } from '../blobs/copy.ts';
import { openDirectoryBlobStore } from '../blobs/directory.ts';
import { DirectoryMark } from '../blobs/directory/mark.ts';
import type { Config } from '../compose/options.ts';
import { closeDirectory, ensureDirectory, lockDirectory, openDirectory } from '../store/sqlite/directory.ts';
import { syncPath, verify } from '../store/sqlite/snapshot.ts';
import type { Fingerprint, SnapshotOptions } from '../store/sqlite/snapshot.ts';
import { StoreError } from '../store/store.ts';
import { systemRandom } from '../system.ts';
import { contentOf, sha256Of } from './backup.ts';
import { OperateError } from './command.ts';
import type { CommandAnswer, OperateArguments, OperateCommand, OperateContext } from './command.ts';
import {
  assertNoFiles,
  assertSome,
  copyFiles,
  FILES_FOLDER,
  FILES_OPTION,
  filesFields,
  filesIdIn,
  filesText,
  markFiles,
  NO_FILES_OPTION,
  openFiles,
  placeOf,
} from './files.ts';

export const RESTORE: OperateCommand = {
  name: 'restore',
  summary:
    'Puts a backup into a data directory. Clients notice that it is an older history and read their conversations again.',
  options: {
    from: { placeholder: 'FILE', description: 'A file that posthorn backup made.', isRequired: true },
    data: {
      placeholder: 'DIR',
      description: 'The data directory, empty or not there yet; no server may use it.',
      isRequired: true,
    },
    files: FILES_OPTION,
    'files-from': {
      placeholder: 'DIR',
      description: 'Where the files of the backup are; `files` beside it by default.',
    },
    'no-files': NO_FILES_OPTION,
    force: { description: 'When there is a database already, move it aside into a directory beside it.' },
  },
  run: runRestore,
};

const DATABASE = 'posthorn.db';
const DATABASE_FILES = [DATABASE, `${DATABASE}-wal`, `${DATABASE}-shm`];
const INTERRUPTED =
  'A restore into this directory was interrupted, so what is in it may be incomplete: run posthorn restore again.';

async function runRestore(args: OperateArguments, context: OperateContext): Promise<CommandAnswer> {
  const [from, data] = [args.value('from'), args.value('data')];
  await checkSum(from);
  const show = (step: string, done: number, total: number): void => {
    context.signal.throwIfAborted();
    context.progress.show(step, done, total);
  };
  ensureDirectory(data);
  const lock = await lockDirectory(data);
  try {
    const isOccupied = existsSync(join(data, DATABASE));
    if (isOccupied && !args.has('force')) {
      throw new OperateError(
        `There is a database in ${data} already: choose another directory, or --force to move it aside.`,
      );
    }
    const incoming = join(data, `${DATABASE}.restoring`);
    const found = await copyIn(from, incoming, { tables: context.tables, onProgress: show });
    // Before the database, so that no server ever runs without them.
    const copied = await bringFiles(args, incoming, context);
    const own = join(data, FILES_FOLDER);
    // Also if the files stay those that were there.
    if (existsSync(own)) await markFiles(new DirectoryMark(own), filesIdIn(incoming), { isOwn: true });
    const aside = put(data, incoming, context.clock.now());
    return {
      text:
        `${data}: ${contentOf(found)} are back.` +
        (aside === undefined ? '' : ` What was there is in ${aside}.`) +
        (copied === undefined ? '' : ` ${filesText(copied)}`),
      fields: {
        event: 'restore',
        data,
        epoch: found.epoch,
        ...found.counts,
        sha256: found.sha256,
        aside: aside ?? null,
        ...(copied && { blobs: filesFields(copied) }),
      },
    };
  } finally {
    lock.release();
  }
}

/** Copies what the database refers to. Undefined if there is nothing, or it is not wanted. */
async function bringFiles(
  args: OperateArguments,
  incoming: string,
  context: OperateContext,
): Promise<CopiedBlobs | undefined> {
  if (args.has('no-files')) return undefined;
  const directory = args.value('files-from') || join(dirname(args.value('from')), FILES_FOLDER);
  if (!existsSync(directory)) {
    assertNoFiles(incoming, '--files-from');
    return undefined;
  }
  const config = placeOf(args.value('data'), args.value('files'), context.env);
  const to = await openFiles(config, { isMade: true });
  if (to === undefined) return undefined;
  try {
    const from = await openDirectoryBlobStore({ directory, random: systemRandom });
    try {
      await markFiles(to.mark, filesIdIn(incoming), isOwn(config));
      const copied = await copyFiles(incoming, { from, to: to.blobs }, context);
      assertSome(copied, directory, '--files-from');
      return copied;
    } finally {
      await from.close();
    }
  } finally {
    await to.blobs.close();
  }
}

/** A directory in the data directory is the server's alone. */
function isOwn({ files }: Config): { readonly isOwn: boolean } {
  return { isOwn: files === undefined };
}

/** Resolves with the content of the copy. If the backup is damaged, removes the copy. */
async function copyIn(from: string, incoming: string, options: SnapshotOptions): Promise<Fingerprint> {
  try {
    rmSync(incoming, { force: true });
    // Not with copyFile(), which gives the copy the rights of the backup.
    await pipeline(createReadStream(from), createWriteStream(incoming, { flags: 'wx', mode: 0o600 }));
    const found = await verify(incoming, options);
    syncPath(incoming);
    return found;
  } catch (error) {
    rmSync(incoming, { force: true });
    if (!(error instanceof StoreError)) throw error;
    throw new StoreError(
      error.code,
      error.message.replace(incoming, () => from),
      { cause: error },
    );
  }
}

/** Checks the backup against its checksum file, if there is one. */
async function checkSum(from: string): Promise<void> {
  const path = `${from}.sha256`;
  if (!existsSync(from)) throw new OperateError(`There is no file ${from}.`);
  if (!existsSync(path)) return;
  const expected = readFileSync(path, 'utf8').slice(0, 64);
  if ((await sha256Of(from)) === expected) return;
  throw new OperateError(
    `${from} is not what was written: its checksum differs from ${path}. Take another backup.`,
  );
}

/** Swaps the databases. Returns the path of the old one. */
function put(data: string, incoming: string, now: number): string | undefined {
  closeDirectory(data, INTERRUPTED);
  // Without this file the server starts a new epoch, as it must after a restore (promise 12).
  rmSync(join(data, 'generation'), { force: true });
  const there = DATABASE_FILES.filter((name) => existsSync(join(data, name)));
  const aside = join(data, `before-restore-${now}`);
  if (there.length > 0) mkdirSync(aside, { mode: 0o700 });
  for (const name of there) renameSync(join(data, name), join(aside, name));
  renameSync(incoming, join(data, DATABASE));
  syncPath(data);
  openDirectory(data);
  return there.length > 0 ? aside : undefined;
}
