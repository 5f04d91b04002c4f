/**
 * Attachments of messages: what may be one, how it reads elsewhere, and what the server fills in.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { Attachment, Content } from '@posthorn/protocol';
import type { ContentTrait } from '../../router/contents.ts';
import { attachedFiles } from '../../store/files/attach.ts';
import type { AttachEffect } from '../../store/files/attach.ts';

const ID = /^[0-9a-f]{32}$/;

export const ATTACHMENTS_TRAIT: ContentTrait = {
  name: 'attachments',
  isIn: ({ attachments }) => attachments.length > 0,
  check: checkAttachments,
  effect: ({ attachments }): AttachEffect => ({ type: 'attach', files: attachedFiles(attachments) }),
};

/** Throws INVALID or TOO_LARGE. */
function checkAttachments({ attachments, kind }: Content): void {
  if (kind !== undefined) throw new PosthornError('INVALID', 'only a message of text has attachments');
  if (attachments.length > LIMITS.maxAttachments)
    throw new PosthornError('TOO_LARGE', `a message has at most ${LIMITS.maxAttachments} attachments`, {
      reason: 'too-many-attachments',
    });
  for (const each of attachments) checkAttachment(each);
  if (new Set(attachments.map(({ id }) => id)).size < attachments.length)
    throw new PosthornError('INVALID', 'a file is attached twice');
}

function checkAttachment({ id, name, alt }: Attachment): void {
  if (!ID.test(id)) throw new PosthornError('INVALID', 'an attachment has the id of a file');
  if (name.length > LIMITS.maxFileNameChars)
    throw new PosthornError('TOO_LARGE', `a name has at most ${LIMITS.maxFileNameChars} characters`, {
      reason: 'file-name-too-long',
    });
  if (alt.length > LIMITS.maxAltChars)
    throw new PosthornError(
      'TOO_LARGE',
      `what a file shows is said in at most ${LIMITS.maxAltChars} characters`,
      { reason: 'alt-too-long' },
    );
}
