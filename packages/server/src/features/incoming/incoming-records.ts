/**
 * Incoming webhooks in the store.
 *
 * @module
 */

export interface NewIncoming {
  readonly conversation: number;
  readonly name: string;
  readonly avatarUrl: string;
  readonly fixedName: boolean;
  readonly perMinute: number;
  readonly createdBy: number;
  readonly createdAt: number;
}

export interface IncomingRecord extends NewIncoming {
  readonly id: number;
  /** Unix ms; 0: never. */
  readonly lastUsedAt: number;
  readonly disabled: boolean;
  /** The account of whoever has made its key is disabled or erased. */
  readonly orphaned: boolean;
}

/** What may change. */
export type IncomingChanges = Partial<
  Pick<IncomingRecord, 'name' | 'avatarUrl' | 'fixedName' | 'perMinute' | 'disabled'>
>;
