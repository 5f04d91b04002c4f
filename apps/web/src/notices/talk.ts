/**
 * What pages and the service worker say to each other.
 *
 * @module
 */
import type { NoticeWords } from './words.ts';

/** From a page. */
export type ToWorker =
  /** The user wants the new version now. */
  | { readonly type: 'take-over' }
  /** The page is idle: its other parts may be fetched, so that they are there without a network too. */
  | { readonly type: 'fill' }
  /** How notifications read. */
  | { readonly type: 'words'; readonly words: NoticeWords };

/** To a page. */
export type ToPage =
  /** Asks a visible page for the conversation that the user looks at; it answers on the port with a {@link Looking}. */
  | { readonly type: 'looking' }
  /** A notification was clicked: the page shows this URL. */
  | { readonly type: 'open'; readonly url: string };

export interface Looking {
  /** Undefined: at none. */
  readonly conversation: number | undefined;
}
