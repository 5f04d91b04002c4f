/**
 * `posthorn backup`: copies the database of a data directory and the files that it refers to, also while a server uses them.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { openDirectoryBlobStore } from '../blobs/directory.ts';
import { syncPath } from '../store/sqlite/snapshot.ts';
import type { Fingerprint } from '../store/sqlite/snapshot.ts';
import { systemRandom } from '../system.ts';
import { copyAll, removePartial } from './backup-copy.ts';
import type { BothFiles } from './backup-copy.ts';
import { counted, OperateError } from './command.ts';
import type { CommandAnswer, OperateArguments, OperateCommand, OperateContext } from './command.ts';
import {
  assertNoFiles,
  FILES_FOLDER,
  FILES_OPTION,
  filesFields,
  filesText,
  NO_FILES_OPTION,
  openFiles,
  placeOf,
} from './files.ts';

export const BACKUP: OperateCommand = {
  name: 'backup',
  summary:
    'Copies the database of a data directory into one file and checks the copy, and the files that it refers to into a directory beside ' +
    'it. The server may run, and writes on meanwhile. What is there from an earlier backup is not copied again.',
  options: {
    data: { placeholder: 'DIR', description: 'The data directory of the server.', isRequired: true },
    to: {
      placeholder: 'FILE|DIR',
      description: 'The new file, or a directory in which a file named by date and time is made.',
      isRequired: true,
    },
    files: FILES_OPTION,
    'files-to': {
      placeholder: 'DIR',
      description: 'Where the bytes of files go, for all backups; `files` beside the backup by default.',
    },
    'no-files': NO_FILES_OPTION,
  },
  run: runBackup,
};

async function runBackup(args: OperateArguments, context: OperateContext): Promise<CommandAnswer> {
  const data = args.value('data');
  const source = join(data, 'posthorn.db');
  const target = targetOf(args.value('to'), context.clock.now());
  if (existsSync(target)) throw new OperateError(`${target} exists already: choose another name.`);
  const partial = `${target}.partial`;
  const startedAt = context.clock.monotonic();
  const backup = { source, partial };
  // Left behind by a backup that was killed.
  removePartial(partial);
  const files = await openBoth(args, target, context);
  try {
    const { found, copied } = await copyAll(backup, files, context);
    const sha256 = await sha256Of(partial);
    writeFileSync(`${target}.sha256`, `${sha256}  ${basename(target)}\n`, { mode: 0o600 });
    renameSync(partial, target);
    syncPath(dirname(target));
    const bytes = statSync(target).size;
    const ms = Math.round(context.clock.monotonic() - startedAt);
    const text = `${target}: ${megabytes(bytes)}, ${contentOf(found)}, copied and checked in ${(ms / 1000).toFixed(1)} s.`;
    return {
      text: copied === undefined ? text : `${text} ${filesText(copied)}`,
      fields: {
        event: 'backup',
        file: target,
        bytes,
        ms,
        epoch: found.epoch,
        ...found.counts,
        sha256,
        content: found.sha256,
        ...(copied && { blobs: filesFields(copied) }),
      },
    };
  } catch (error) {
    removePartial(partial);
    throw context.signal.aborted ? error : notWritten(target, error);
  } finally {
    await files?.close();
  }
}

/** Undefined if there are no files, or none are wanted. */
async function openBoth(
  args: OperateArguments,
  target: string,
  { env }: OperateContext,
): Promise<BothFiles | undefined> {
  if (args.has('no-files')) return undefined;
  const data = args.value('data');
  const from = await openFiles(placeOf(data, args.value('files'), env));
  if (from === undefined) {
    assertNoFiles(join(data, 'posthorn.db'));
    return undefined;
  }
  const { blobs, place } = from;
  try {
    const directory = args.value('files-to') || join(dirname(target), FILES_FOLDER);
    if (resolve(directory) === place) {
      throw new OperateError(
        `The files are in ${place} themselves: choose another place with --files-to, or --no-files.`,
      );
    }
    const to = await openDirectoryBlobStore({ directory, random: systemRandom });
    const close = async (): Promise<void> => void (await Promise.all([blobs.close(), to.close()]));
    return { from: blobs, to, place, close };
  } catch (error) {
    await blobs.close();
    throw error;
  }
}

/** Wraps errors of SQLite, whose messages do not name the file, and those of the file itself. */
function notWritten(target: string, error: unknown): unknown {
  const { code, message, path } = error as NodeJS.ErrnoException;
  if (code !== 'ERR_SQLITE_ERROR' && path?.startsWith(target) !== true) return error;
  return new OperateError(`The backup cannot be written to ${target}: ${message}.`, { cause: error });
}

/** Appends a file name with the current time if only a directory is given. */
function targetOf(to: string, now: number): string {
  const isDirectory = to.endsWith('/') || (existsSync(to) && statSync(to).isDirectory());
  const folder = isDirectory ? resolve(to) : dirname(resolve(to));
  if (!existsSync(folder)) throw new OperateError(`There is no directory ${folder}: make it first.`);
  const moment = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return isDirectory ? join(folder, `posthorn-${moment}.db`) : resolve(to);
}

/** Describes the content of a database, for people. */
export function contentOf({ counts }: Pick<Fingerprint, 'counts'>): string {
  const { messages = 0, conversations = 0, users = 0 } = counts;
  return `${counted(messages, 'message')} of ${counted(conversations, 'conversation')} and ${counted(users, 'account')}`;
}

/** SHA-256 of a file, as `sha256sum` prints it. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
