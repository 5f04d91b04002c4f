/**
 * Groups and invites in the store.
 *
 * @module
 */

export interface InviteRecord {
  readonly id: number;
  readonly conversation: number;
  readonly createdBy: number;
  readonly createdAt: number;
  /** 0: never. */
  readonly expiresAt: number;
  /** 0: unlimited. */
  readonly maxUses: number;
  readonly uses: number;
  /** The group's head when the invite was made. */
  readonly madeSeq: number;
}

/** An invite to be made. */
export type InviteSpec = Omit<InviteRecord, 'id' | 'uses' | 'madeSeq'> & { readonly tokenHash: Uint8Array };

/** A new group, with the first message of its log: the event `created`. */
export interface GroupSpec {
  readonly title: string;
  readonly owner: number;
  /** Without the owner. All must exist. */
  readonly members: readonly number[];
  readonly clientId: string;
  readonly time: number;
  /** Canonical encoded Content of the `created` event; becomes seq 1. */
  readonly content: Uint8Array;
}
