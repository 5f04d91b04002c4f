/**
 * `posthorn check-files`: whether the files that messages refer to are there, and as they were sent. Changes nothing.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BlobError } from '../blobs/blob-store.ts';
import type { BlobHash, BlobStore } from '../blobs/blob-store.ts';
import { openForReading } from '../store/sqlite/snapshot.ts';
import { counted, OperateError } from './command.ts';
import type { CommandAnswer, OperateArguments, OperateCommand, OperateContext } from './command.ts';
import { countReferenced, FILES_FOLDER, FILES_OPTION, openFiles, placeOf, referencedIn } from './files.ts';

export const CHECK_FILES: OperateCommand = {
  name: 'check-files',
  summary:
    'Looks whether the files that messages refer to are there. The server may run. Ends with 6 and names the hashes of those that are not.',
  options: {
    data: {
      placeholder: 'DIR|FILE',
      description: 'The data directory of the server, or a backup.',
      isRequired: true,
    },
    files: FILES_OPTION,
    read: { description: 'Read every file and compare its hash, which takes as long as a backup.' },
  },
  run: runCheck,
};

const SHOWN = 10;

async function runCheck(args: OperateArguments, context: OperateContext): Promise<CommandAnswer> {
  const { path, files } = await openChecked(args, context);
  const found = { checked: 0, missing: [] as BlobHash[], damaged: [] as BlobHash[] };
  const database = openForReading(path);
  try {
    const total = countReferenced(database);
    for (const hash of referencedIn(database)) {
      context.signal.throwIfAborted();
      const state = files === undefined ? 'missing' : await stateOf(files, hash, args.has('read'));
      if (state !== 'there') found[state].push(hash);
      context.progress.show('files', ++found.checked, Math.max(total, found.checked));
    }
  } finally {
    database.close();
    await files?.close();
  }
  const lost = [...found.missing, ...found.damaged];
  if (lost.length === 0) {
    const how = args.has('read') ? 'there, and as they were sent' : 'there';
    return {
      text: `${counted(found.checked, 'blob')} of files are ${how}.`,
      fields: { event: 'check-files', checked: found.checked, missing: 0, damaged: 0 },
    };
  }
  const more = lost.length > SHOWN ? ` and ${lost.length - SHOWN} more` : '';
  throw new OperateError(
    `Of ${counted(found.checked, 'blob')} of files ${found.missing.length} are missing and ${found.damaged.length} damaged: ` +
      `${lost.slice(0, SHOWN).join(', ')}${more}. Restore them from a backup.`,
  );
}

async function openChecked(
  args: OperateArguments,
  { env }: OperateContext,
): Promise<{ readonly path: string; readonly files: BlobStore | undefined }> {
  const data = args.value('data');
  const isBackup = existsSync(data) && statSync(data).isFile();
  const beside = join(dirname(data), FILES_FOLDER);
  const place = args.value('files') || (isBackup ? beside : '');
  const opened = await openFiles(placeOf(isBackup ? dirname(data) : data, place, env));
  return { path: isBackup ? data : join(data, 'posthorn.db'), files: opened?.blobs };
}

async function stateOf(
  files: BlobStore,
  hash: BlobHash,
  isRead: boolean,
): Promise<'there' | 'missing' | 'damaged'> {
  if (!isRead) return (await files.has(hash)) ? 'there' : 'missing';
  try {
    const { stream } = await files.open(hash);
    const seen = createHash('sha256');
    for await (const chunk of stream) seen.update(chunk as Buffer);
    return seen.digest('hex') === hash ? 'there' : 'damaged';
  } catch (error) {
    if (!(error instanceof BlobError)) throw error;
    if (error.code === 'not-found') return 'missing';
    if (error.code === 'corrupt') return 'damaged';
    throw error;
  }
}
