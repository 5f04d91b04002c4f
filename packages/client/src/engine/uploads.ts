/**
 * Uploads, as tabs see them.
 *
 * @module
 */
import type { UploadProgress } from '../files/index.ts';
import type { FileToSend, UploadInfo } from './api.ts';
import { plainError } from './plain.ts';

/** An upload that has not begun. */
export function waitingUpload(id: string, { file, name }: Pick<FileToSend, 'file' | 'name'>): UploadInfo {
  return {
    id,
    name,
    type: file.type,
    bytes: file.size,
    sent: 0,
    state: 'waiting',
    error: undefined,
    attachment: undefined,
  };
}

/** Without a known one: an upload of which nothing was told yet. */
export function uploadInfo(known: UploadInfo | undefined, progress: UploadProgress): UploadInfo {
  const { state, sent, bytes, error } = progress;
  return {
    id: '',
    name: '',
    type: '',
    attachment: undefined,
    ...known,
    bytes: bytes ?? known?.bytes ?? sent,
    sent,
    state: state === 'paused' ? 'waiting' : state,
    error: error === undefined ? undefined : plainError(error),
  };
}
