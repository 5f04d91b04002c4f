/**
 * A message with files: uploads them, a few at a time, then sends it.
 *
 * @module
 */
import type { Attachment } from '@posthorn/protocol';
import type { Client, SendAck, Target } from '../api.ts';
import { newClientId } from '../ids.ts';
import type { FilesDraft, FileToSend, PendingFiles, Source, Upload, UploadOptions } from './api.ts';

export interface SendingParts {
  readonly client: Client;
  readonly now: () => number;
  readonly upload: (source: Source, options: UploadOptions) => Upload;
  /** The files are in a message. */
  readonly sent: (attachments: readonly Attachment[]) => Promise<void>;
}

export function sendFiles(parts: SendingParts, target: Target, draft: FilesDraft): PendingFiles {
  const { files, clientId = newClientId(parts.now()), onProgress, signal, ...content } = draft;
  const tell = (): void => {
    if (onProgress === undefined || uploads.length < files.length) return;
    const each = uploads.map(({ progress }) => progress);
    const [sent, bytes] = [sum(each.map((one) => one.sent)), sum(each.map((one) => one.bytes ?? one.sent))];
    onProgress({ sent, bytes, files: each });
  };
  const uploads: Upload[] = [];
  for (const file of files) {
    const { source, ...options } = isDescribed(file) ? file : { source: file };
    uploads.push(
      parts.upload(source, { ...options, onProgress: tell, ...(signal !== undefined && { signal }) }),
    );
  }
  const abort = async (): Promise<void> => {
    await Promise.all(uploads.map((upload) => upload.abort()));
  };
  const run = async (): Promise<SendAck & { readonly attachments: readonly Attachment[] }> => {
    let attachments: readonly Attachment[];
    try {
      attachments = await Promise.all(uploads.map(({ done }) => done));
    } catch (error) {
      // Those of a client that was closed go on later.
      if (parts.client.state.name !== 'closed') void abort();
      throw error;
    }
    const ack = await parts.client.send(target, { ...content, attachments }, { clientId }).done;
    await parts.sent(attachments);
    return { ...ack, attachments };
  };
  const done = run();
  done.catch(() => {});
  return { clientId, uploads, done, abort };
}

function isDescribed(file: Source | FileToSend): file is FileToSend {
  return typeof file === 'object' && 'source' in file;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
