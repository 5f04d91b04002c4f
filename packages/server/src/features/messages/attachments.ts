/**
 * Attachments of which the sender gives the id alone.
 *
 * @module
 */
import { decodeAttachment, LIMITS } from '@posthorn/protocol';
import type { Attachment, Content } from '@posthorn/protocol';
import type { Services } from '../../router/services.ts';
import { attachmentsOf } from '../../store/files/attach.ts';

/** Whether something is to be filled in. */
export function isToFillIn({ attachments }: Content): boolean {
  return attachments.length > 0 && attachments.length <= LIMITS.maxAttachments && attachments.some(isBare);
}

/** Content with whole attachments. Those of files that there are not stay as they are. */
export async function filledIn<C extends Content | undefined>(
  { store }: Pick<Services, 'store'>,
  content: C,
): Promise<C> {
  if (content === undefined || !isToFillIn(content)) return content;
  const ids = content.attachments.filter(isBare).map(({ id }) => id);
  const found = new Map((await store.run(attachmentsOf, ids)).map((each) => [each.id, each]));
  const attachments = content.attachments.map((given) => {
    const file = isBare(given) ? found.get(given.id) : undefined;
    if (file === undefined) return given;
    return { ...decodeAttachment(file.attachment), alt: given.alt === '' ? file.alt : given.alt };
  });
  return { ...content, attachments };
}

/** No file is without a type. */
function isBare({ name, type, bytes }: Attachment): boolean {
  return type === '' && name === '' && bytes === 0;
}
