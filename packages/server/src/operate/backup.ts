/**
 * `posthorn backup`: copies the database of a data directory, also while a server uses it.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { copySnapshot, syncPath } from '../store/sqlite/snapshot.ts';
import type { Fingerprint } from '../store/sqlite/snapshot.ts';
import { counted, OperateError } from './command.ts';
import type { CommandAnswer, OperateArguments, OperateCommand, OperateContext } from './command.ts';

export const BACKUP: OperateCommand = {
  name: 'backup',
  summary:
    'Copies the database of a data directory into one file and checks the copy. The server may run, and writes on meanwhile.',
  options: {
    data: { placeholder: 'DIR', description: 'The data directory of the server.', isRequired: true },
    to: {
      placeholder: 'FILE|DIR',
      description: 'The new file, or a directory in which a file named by date and time is made.',
      isRequired: true,
    },
  },
  run: runBackup,
};

async function runBackup(args: OperateArguments, context: OperateContext): Promise<CommandAnswer> {
  const source = join(args.value('data'), 'posthorn.db');
  const target = targetOf(args.value('to'), context.clock.now());
  if (existsSync(target)) throw new OperateError(`${target} exists already: choose another name.`);
  const partial = `${target}.partial`;
  const startedAt = context.clock.monotonic();
  // Left behind by a backup that was killed.
  removePartial(partial);
  try {
    const found = await copySnapshot(source, partial, {
      tables: context.tables,
      onProgress(step, done, total) {
        context.signal.throwIfAborted();
        context.progress.show(step, done, total);
      },
    });
    const sha256 = await sha256Of(partial);
    writeFileSync(`${target}.sha256`, `${sha256}  ${basename(target)}\n`, { mode: 0o600 });
    renameSync(partial, target);
    syncPath(dirname(target));
    const bytes = statSync(target).size;
    const ms = Math.round(context.clock.monotonic() - startedAt);
    return {
      text: `${target}: ${megabytes(bytes)}, ${contentOf(found)}, copied and checked in ${(ms / 1000).toFixed(1)} s.`,
      fields: {
        event: 'backup',
        file: target,
        bytes,
        ms,
        epoch: found.epoch,
        ...found.counts,
        sha256,
        content: found.sha256,
      },
    };
  } catch (error) {
    removePartial(partial);
    throw context.signal.aborted ? error : notWritten(target, error);
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

function removePartial(partial: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(partial + suffix, { force: true });
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
