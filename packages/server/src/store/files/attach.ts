/**
 * Attaches files to messages, in the append's transaction.
 *
 * @module
 */
import { encodeAttachment } from '@posthorn/protocol';
import type { Attachment } from '@posthorn/protocol';
import type { EffectKind } from '../log/effects.ts';
import type { Refusal } from '../log/records.ts';
import { rows, sharedRows } from '../sql/sql.ts';
import type { Query } from '../sql/sql.ts';
import { readsMessageWith } from './access.ts';
import { hold } from './uses.ts';

export interface AttachedFile {
  readonly id: string;
  /** The encoded Attachment, without its alt text. */
  readonly attachment: Uint8Array;
}

export type AttachEffect = { readonly type: 'attach'; readonly files: readonly AttachedFile[] };

export const NO_SUCH: Refusal = {
  code: 'NOT_FOUND',
  message: 'there is no such file',
  reason: 'no-such-file',
};
const CHANGED: Refusal = { code: 'INVALID', message: 'an attachment is sent as the upload has given it' };

export const ATTACH: EffectKind = {
  raisesVersion: false,
  refusal: ({ append }, { files }: AttachEffect) => whyNotAttached(append.sender, files),
  *apply({ conversation, seq }, { files }: AttachEffect) {
    yield* hold(
      files.map(({ id }) => id),
      { conversation: conversation.id, seq },
    );
    return true;
  },
};

/** What the store has to know of attachments. */
export function attachedFiles(attachments: readonly Attachment[]): readonly AttachedFile[] {
  return attachments.map((each) => ({ id: each.id, attachment: encodeAttachment({ ...each, alt: '' }) }));
}

export interface FileRow {
  readonly id: string;
  readonly owner: number;
  readonly attachment: Uint8Array;
}

/**
 * Why a user may not refer to these files. Undefined: they may, and the files stay until the transaction ends. `files` must not be
 * empty.
 */
export function* whyNotAttached(user: number, files: readonly AttachedFile[]): Query<Refusal | undefined> {
  const found = yield* lockedFiles(files.map(({ id }) => id));
  for (const { id, attachment } of files) {
    const file = found.get(id);
    if (file === undefined) return NO_SUCH;
    if (file.owner !== user && !(yield* readsMessageWith(user, id))) return NO_SUCH;
    if (Buffer.compare(file.attachment, attachment) !== 0) return CHANGED;
  }
  return undefined;
}

/** Attachments of files, in no order. `alt`: what came with the upload. `ids` must not be empty. */
export function* attachmentsOf(
  ids: readonly string[],
): Query<readonly (AttachedFile & { readonly alt: string })[]> {
  const found = yield* rows<AttachedFile & { readonly alt: string }>(
    'SELECT id, attachment, alt FROM files WHERE id IN (?)',
    ids,
  );
  return found.map((each) => ({ ...each }));
}

/** In the order of their ids, so that two processes cannot deadlock. */
export function* lockedFiles(ids: readonly string[]): Query<ReadonlyMap<string, FileRow>> {
  const found = yield* sharedRows<FileRow>(
    'SELECT id, owner, attachment FROM files WHERE id IN (?) ORDER BY id',
    ids,
  );
  return new Map(found.map((each) => [each.id, each]));
}
