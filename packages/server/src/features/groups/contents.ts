/**
 * What the log of a group says of the group itself.
 *
 * @module
 */
import type { ContentKind } from '../../router/contents.ts';

/** Written by the server alone, together with the change that it tells of. */
export const EVENT: ContentKind = { kind: 'event', isSent: false, counts: true };
