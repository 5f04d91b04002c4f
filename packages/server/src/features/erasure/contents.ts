/**
 * What stands in place of words that were erased.
 *
 * @module
 */
import { encodeContent } from '@posthorn/protocol';
import type { ContentKind } from '../../router/contents.ts';

/** For those who read it: also for clients and wires that do not know the kind. */
const TEXT = 'This message was erased.';

/** It counts as the message did whose place it takes, so unread numbers stay as they are. */
export const ERASED_KIND: ContentKind = { kind: 'erased', isSent: false, counts: true };

/** The encoded content. */
export const ERASED: Uint8Array = encodeContent({ text: TEXT, kind: { case: 'erased', value: {} } });
