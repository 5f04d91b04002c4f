/**
 * The content kind of group events.
 *
 * @module
 */
import type { ContentKind } from '../../router/contents.ts';

/** Only the server writes events, together with the change they report. */
export const EVENT: ContentKind = { kind: 'event', isSent: false, counts: false };
