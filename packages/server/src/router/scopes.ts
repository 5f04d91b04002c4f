/**
 * What server keys can be allowed to do, and whom they act for.
 *
 * @module
 */

/** What the owner of a server can let a key do. */
export const SCOPES = [
  'users',
  'groups',
  'messages',
  'read',
  'webhooks',
  'bots',
  'import',
  'audit',
  'server',
] as const;

export type Scope = (typeof SCOPES)[number];

/** The key behind a request. */
export interface CallerKey {
  readonly id: number;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly requestsPerSecond: number;
}

/** Which keys may make a request. */
export interface KeyAccess {
  /** Any of these is enough. */
  readonly scopes: readonly Scope[];
  /** For whom a key makes it: for no user, as what it is, or as a user. */
  readonly acts: 'for-nobody' | 'as-user' | 'either';
}

/** Begins each key, so that scanners for leaked secrets find them. */
export const KEY_PREFIX = 'phk_';

export function isKey(token: string): boolean {
  return token.startsWith(KEY_PREFIX);
}

/** For whom a request with a key is made. */
export interface Acting {
  /** The header posthorn-as. Undefined: absent. */
  readonly as: string | undefined;
  /** Without that header: as the owner of this group. Undefined: as nobody. */
  readonly ownerOf?: number | undefined;
}
