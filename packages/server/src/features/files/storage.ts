/**
 * What files keep in the store, besides what the log knows of them (store/files/tables.ts).
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { int, keyText, table, zero } from '../../store/table.ts';
import { fileBlobs, forgetGone, leftGoing, markUnknown, takeGoing, unknownAmong } from './blob-queries.ts';
import { collect, holdCollecting } from './collecting-queries.ts';
import { quotaOf, reserve } from './quota-queries.ts';
import { accessTo, filesByIds, filesOf, idleFilesOf, insertFile } from './file-queries.ts';
import { LINK_KEY, linkKey } from './link-queries.ts';
import * as uploads from './upload-queries.ts';
import { UPLOADS } from './tables.ts';

/** uses: how many files refer to a blob, a thumbnail included. going: since when it is being removed (Unix ms); 0: it is not. */
const BLOBS = table({
  name: 'file_blobs',
  columns: { hash: keyText(64), uses: int, going: zero },
  primaryKey: ['hash'],
  indexes: [{ name: 'file_blobs_going', columns: ['going', 'hash'] }],
});

/** user: 0 for all of them. */
const QUOTAS = table({
  name: 'file_quotas',
  columns: { user: int, bytes: zero, files: zero },
  primaryKey: ['user'],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'files',
  tables: [BLOBS, QUOTAS, UPLOADS],
  sealed: [LINK_KEY],
  reads: { accessTo },
  singleReads: {
    fileBlobs,
    quotaOf,
    unknownAmong,
    filesByIds,
    filesOf,
    leftGoing,
    uploadOf: uploads.uploadOf,
    dueUploads: uploads.dueUploads,
    knownUploads: uploads.knownUploads,
  },
  writes: {
    collect,
    holdCollecting,
    idleFilesOf,
    reserve,
    insertFile,
    takeGoing,
    markUnknown,
    forgetGone,
    linkKey,
    createUpload: uploads.createUpload,
    growUpload: uploads.growUpload,
    touchUpload: uploads.touchUpload,
    completeUpload: uploads.completeUpload,
    takeUpload: uploads.takeUpload,
    holdUpload: uploads.holdUpload,
    settleUpload: uploads.settleUpload,
    readyUpload: uploads.readyUpload,
    refuseUpload: uploads.refuseUpload,
    removeUpload: uploads.removeUpload,
    removeUploadsOf: uploads.removeUploadsOf,
  },
};
