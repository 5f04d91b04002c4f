/**
 * Whose engine a page needs.
 *
 * @module
 */

export interface EngineOf {
  /** The id of the user. */
  readonly user: number;
  /** The server's root as a URL. */
  readonly server: string;
}

/** Names the account among all that this origin has seen. */
export function accountOf({ user, server }: EngineOf): string {
  const { host, pathname } = new URL(server);
  return `${user}@${host}${pathname}`;
}
