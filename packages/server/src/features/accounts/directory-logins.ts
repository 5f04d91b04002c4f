/**
 * Logins with the name and the password of somebody whom a directory knows.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { ExternalIdentity, GivenLogin, LoginWay } from '../../router/login-way.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';

/** Somebody who has come by a way. */
export interface Arrival {
  readonly identity: ExternalIdentity;
  readonly way: LoginWay;
}

/** Who it is, or why a directory does not say so. */
export type Answer =
  | { readonly arrival: Arrival; readonly refusal?: undefined }
  | { readonly refusal: PosthornError; readonly arrival?: undefined };

export function hasDirectories(services: Services): boolean {
  return directoriesOf(services).length > 0;
}

/**
 * Asks the directories in turn. Undefined: none knows the name and the password. One that cannot be asked keeps nobody out whom another
 * one knows; where none does, its refusal is the answer.
 */
export async function askDirectories(
  services: Services,
  given: GivenLogin,
  asker: Pick<Caller, 'address' | 'connection'>,
): Promise<Answer | undefined> {
  let refusal: PosthornError | undefined;
  for (const way of directoriesOf(services)) {
    try {
      const identity = await way.check?.(given, asker);
      if (identity !== undefined) return { arrival: { identity, way } };
    } catch (error) {
      if (!(error instanceof PosthornError)) throw error;
      refusal ??= error;
    }
  }
  return refusal && { refusal };
}

function directoriesOf(services: Services): readonly LoginWay[] {
  return services.loginWays().filter(({ kind }) => kind === 'ldap');
}
