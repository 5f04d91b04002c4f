/**
 * Files in cases: made without any bytes.
 *
 * @module
 */
import { completeContent, decodeContent, encodeAttachment, encodeContent } from '@posthorn/protocol';
import type { AttachmentInit, ContentInit } from '@posthorn/protocol';
import { insertFile } from '../../features/files/file-queries.ts';
import { reserve } from '../../features/files/quota-queries.ts';
import type { NewFile, Thumbnail } from '../../features/files/records.ts';
import { attachedFiles } from '../../store/files/attach.ts';
import type { AttachEffect } from '../../store/files/attach.ts';
import type { AppendOutcome } from '../../store/log/log.ts';
import type { Effect } from '../../store/log/records.ts';
import assert from 'node:assert/strict';
import { TIME } from './case.ts';
import type { Fixture } from './case.ts';

export const NO_LIMITS = { perUser: 0, all: 0 };
export const FILE_BYTES = 1000;
const DAY_MS = 86_400_000;

/** An id of 32 digits. */
export function fileId(number: number): string {
  return number.toString(16).padStart(32, '0');
}

export function hashOf(number: number): string {
  return number.toString(16).padStart(64, '0');
}

export interface FileSpec {
  readonly id: string;
  readonly owner: number;
  readonly hash?: string;
  readonly type?: string;
  readonly alt?: string;
  readonly thumbnails?: readonly Thumbnail[];
}

export function newFile({
  id,
  owner,
  hash = hashOf(1),
  type = 'image/png',
  alt = '',
  thumbnails = [],
}: FileSpec): NewFile {
  return {
    id,
    owner,
    hash,
    bytes: FILE_BYTES,
    time: TIME,
    attachment: encodeAttachment({ id, name: 'rose.png', type, bytes: FILE_BYTES, width: 4, height: 3, alt }),
    thumbnails,
    reserved: FILE_BYTES,
    unsentUntil: TIME + DAY_MS,
  };
}

/** Makes a file. Returns it as its owner attaches it. */
export async function makeFile({ store }: Pick<Fixture, 'store'>, spec: FileSpec): Promise<AttachmentInit> {
  assert.equal(await store.run(reserve, spec.owner, FILE_BYTES, NO_LIMITS), 'reserved');
  assert.equal(await store.run(insertFile, newFile(spec)), 'made');
  return attachmentOf(spec);
}

export function attachmentOf({ id, type = 'image/png' }: FileSpec): AttachmentInit {
  return { id, name: 'rose.png', type, bytes: FILE_BYTES, width: 4, height: 3 };
}

export function attach(attachments: readonly AttachmentInit[]): AttachEffect {
  const { attachments: whole } = decodeContent(encodeContent(completeContent({ attachments })));
  return { type: 'attach', files: attachedFiles(whole) };
}

/** Says something, with what has to be attached. */
export async function say(
  fixture: Fixture,
  [conversation, sender]: readonly [number, number],
  content: ContentInit,
  effect: Effect | undefined = content.attachments && attach(content.attachments),
): Promise<AppendOutcome> {
  const message = await fixture.message(conversation, sender, '', {
    content: encodeContent(content),
    effect,
  });
  return fixture.append(message);
}
