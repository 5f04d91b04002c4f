/**
 * Interactions in the store.
 *
 * @module
 */

export interface NewInteraction {
  readonly bot: number;
  readonly user: number;
  readonly conversation: number;
  /** The message that was pressed on; 0: none. */
  readonly seq: number;
  /** The interaction whose ephemeral message or form this one came from; 0: none. */
  readonly origin: number;
  /** Unix ms. */
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** What webhooks are told of an interaction besides its id, while it lives. */
export type ToldInteraction = Readonly<Record<string, unknown>>;

export interface InteractionRecord extends NewInteraction {
  readonly id: number;
  readonly answers: number;
  /** The first answer: an encoded Interacted. Empty: there is none. */
  readonly answer: Uint8Array;
  /** The ephemeral message that the user sees now, encoded. Empty: there is none. */
  readonly shown: Uint8Array;
}

export interface NewAnswer {
  readonly id: number;
  readonly bot: number;
  /** See InteractionRecord; kept if it is the first one. */
  readonly answer: Uint8Array;
  /** Undefined: what the user sees stays. */
  readonly shown: Uint8Array | undefined;
  /** It counts only as the first one, up to this age. Undefined: at any time. */
  readonly within: { readonly createdSince: number } | undefined;
  readonly expiresAt: number;
}
