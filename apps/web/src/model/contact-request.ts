/**
 * Requests of contacts as they come: an event in the inbox of whoever is asked.
 *
 * @module
 */
import type { Incoming } from '@posthorn/client';

/** Whether somebody asks. What the user has asked others is in their own inbox too. */
export function isContactRequest({ isMine, content: { kind } }: Incoming): boolean {
  return !isMine && kind?.case === 'event' && kind.value.kind === 'contact-asked';
}
