/**
 * Downloads to a file on the disk, in Node. What has come is in a file beside it, so that the rest can come later.
 *
 * @module
 */
import type { FileHandle } from 'node:fs/promises';
import { PosthornError } from '@posthorn/protocol';
import type { SaveOptions } from './api.ts';
import { startDownload } from './download.ts';
import type { DownloadParts } from './download.ts';
import { nodeModules, reasonOf } from './node.ts';
import type { NodeModules } from './node.ts';

/** SHA-256 in hexadecimal, as the server names a file. */
const HASH = /^[0-9a-f]{64}$/;
const PIECE_BYTES = 1024 * 1024;

/** Resolves with the number of bytes, when the file is on the disk. */
export async function saveFile(
  parts: DownloadParts,
  id: string,
  path: string,
  options: SaveOptions,
): Promise<number> {
  const node = nodeModules();
  const isReplacing = options.overwrite === true;
  if (!isReplacing && (await isThere(node, path))) throw isThereAlready(path);
  const size = options.size === undefined ? '' : `.${options.size}`;
  const partial = `${path}.${id.replace(/[^\w-]/g, '_')}${size}.part`;
  const file = await node.fs.open(partial, 'a+').catch((cause: unknown) => {
    throw new PosthornError('INVALID', `${path} cannot be written: ${reasonOf(cause)}`, { cause });
  });
  let bytes: number;
  try {
    bytes = await receive(node, file, { parts, id, options });
  } catch (error) {
    if (isRefusal(error)) await node.fs.unlink(partial).catch(() => {});
    throw error;
  } finally {
    await file.close();
  }
  await place(node, { from: partial, to: path, isReplacing });
  return bytes;
}

async function receive(
  { crypto }: NodeModules,
  file: FileHandle,
  {
    parts,
    id,
    options,
  }: { readonly parts: DownloadParts; readonly id: string; readonly options: SaveOptions },
): Promise<number> {
  const { size: had } = await file.stat();
  const hash = crypto.createHash('sha256');
  for (let at = 0; at < had;) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(PIECE_BYTES), 0, PIECE_BYTES, at);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
  const { stream, total, etag } = await rest(parts, id, { ...options, had });
  for await (const bytes of stream ?? []) {
    hash.update(bytes);
    await file.appendFile(bytes).catch((cause: unknown) => {
      throw new PosthornError('STORAGE_FULL', `it cannot be written: ${reasonOf(cause)}`, { cause });
    });
  }
  await file.datasync();
  if (HASH.test(etag) && hash.digest('hex') !== etag) {
    throw new PosthornError('INVALID', 'what has come is not the file; try again');
  }
  return total;
}

/** What is not on the disk yet. */
async function rest(
  parts: DownloadParts,
  id: string,
  { had, ...options }: SaveOptions & { readonly had: number },
): Promise<{ readonly stream?: ReadableStream<Uint8Array>; readonly total: number; readonly etag: string }> {
  const { onProgress } = options;
  // One byte again, so that the server can say how many there are also when all are here.
  const start = Math.max(0, had - 1);
  const download = await startDownload(parts, id, {
    ...options,
    start,
    ...(onProgress !== undefined && {
      onProgress: ({ received, bytes, ...others }) =>
        onProgress({ ...others, received: start + received, bytes: start + bytes }),
    }),
  });
  const { total, etag } = download;
  if (had === 0) return { stream: download.stream, total, etag };
  const skipped = download.stream.pipeThrough(skip(had - start));
  return { stream: skipped, total, etag };
}

function skip(count: number): TransformStream<Uint8Array, Uint8Array> {
  let left = count;
  return new TransformStream({
    transform(bytes, controller) {
      const now = Math.min(left, bytes.length);
      left -= now;
      if (now < bytes.length) controller.enqueue(bytes.subarray(now));
    },
  });
}

/** Gives a finished file its name. A link, unlike a rename, replaces nothing. */
async function place(
  { fs }: NodeModules,
  { from, to, isReplacing }: { readonly from: string; readonly to: string; readonly isReplacing: boolean },
): Promise<void> {
  if (isReplacing) return fs.rename(from, to);
  try {
    await fs.link(from, to);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw isThereAlready(to);
    // A file system without links.
    await fs.copyFile(from, to, fs.constants.COPYFILE_EXCL).catch((cause: unknown) => {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw isThereAlready(to);
      throw cause;
    });
  }
  await fs.unlink(from);
}

async function isThere({ fs }: NodeModules, path: string): Promise<boolean> {
  return fs.lstat(path).then(
    () => true,
    () => false,
  );
}

function isThereAlready(path: string): PosthornError {
  return new PosthornError('CONFLICT', `${path} is there already`);
}

/** What is on the disk is of no use. */
function isRefusal(error: unknown): boolean {
  return error instanceof PosthornError && ['INVALID', 'NOT_FOUND', 'FORBIDDEN'].includes(error.code);
}
