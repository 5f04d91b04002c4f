/**
 * Second factors in the store.
 *
 * @module
 */

export type FactorKindName = 'totp' | 'passkey';

export interface FactorRecord {
  readonly id: number;
  readonly user: number;
  readonly kind: FactorKindName;
  readonly name: string;
  /** Of an app: its secret, as it is stored. Of a passkey: its public key (COSE). */
  readonly secret: Uint8Array;
  /** Of an app: the step of the last code that was used. Of a passkey: its signature counter. */
  readonly counter: number;
  /** Of a passkey: its id, the domain that it is for, and how browsers reach it, separated by spaces. Else empty. */
  readonly credential: string;
  readonly domain: string;
  readonly transports: string;
  readonly createdAt: number;
  /** Unix ms; 0: never. */
  readonly lastUsedAt: number;
}

export type NewFactor = Omit<FactorRecord, 'id' | 'lastUsedAt'>;

/** What was offered to a user, or asked of their passkeys, and has no answer yet. */
export interface OfferRecord {
  /** Of an app: random. Else: the challenge. Base64url of 32 bytes. */
  readonly key: string;
  readonly user: number;
  /** An app that is offered, a passkey that is offered, or a question to passkeys that are there. */
  readonly kind: FactorKindName | 'question';
  /** Of an app: its secret, as it is stored. Else empty. */
  readonly secret: Uint8Array;
  /** The origin of the page that has asked. Empty for an app. */
  readonly origin: string;
  /** Unix ms. */
  readonly endsAt: number;
}
