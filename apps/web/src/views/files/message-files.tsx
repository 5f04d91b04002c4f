/**
 * The files of a message.
 *
 * @module
 */
import type { ReactNode } from 'react';
import type { OutgoingMessage } from '@posthorn/client/engine';
import type { Incoming } from '@posthorn/client';

/** Pictures, players and cards of a message. Nothing if it has no files. Its size is known before anything has loaded. */
export function MessageFiles(_: { readonly message: Incoming }): ReactNode {
  return undefined;
}

/** The files of a message that is on its way, with what of them was sent. */
export function OutgoingFiles(_: { readonly message: OutgoingMessage }): ReactNode {
  return undefined;
}
