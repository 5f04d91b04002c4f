/**
 * Ways to log in that rest on somebody else: a backend that signs JWTs, a provider of single sign-on, a directory. A
 * feature registers them (`Feature.loginWays`); accounts make a session of what they say.
 *
 * @module
 */
import type { SignInWayInit } from '@posthorn/protocol';
import type { Caller } from './router.ts';

/** Who somebody is, according to a way. All texts come from outside, and are not checked yet. */
export interface ExternalIdentity {
  /** Who says so. With `subject` it names one person for ever. */
  readonly issuer: string;
  readonly subject: string;
  /** What the account is to be called. */
  readonly name: string;
  /** Undefined: not said, so it stays as it is. The same for what follows. */
  readonly displayName?: string | undefined;
  readonly avatarUrl?: string | undefined;
  readonly admin?: boolean | undefined;
  /** An address that is known to be theirs. */
  readonly verifiedEmail?: string | undefined;
}

/** What the operator lets a way do with accounts. */
export interface IdentityRules {
  /** Makes an account for somebody who has none. */
  readonly registers: boolean;
  /** Takes over names and pictures at each login, and not at the first alone. */
  readonly updates: boolean;
  /**
   * Which account that is there already becomes theirs, when it has the name that they bring: none, one that has no password
   * and belongs to nobody yet, or any. Only for names that people cannot choose as they like.
   */
  readonly linksNames: 'never' | 'without-password' | 'always';
  /** Whether an account of another way becomes theirs when it has the same verified address. */
  readonly linksEmails: boolean;
  /** A session ends after this long, however much it is used. Undefined: as other sessions do. */
  readonly sessionMs: number | undefined;
}

/** What somebody has typed or sent. */
export interface GivenLogin {
  readonly name: string;
  readonly password: string;
  readonly jwt: string;
}

export interface LoginWay extends Pick<SignInWayInit, 'title' | 'url'> {
  readonly name: string;
  readonly kind: 'oidc' | 'ldap' | 'jwt';
  readonly rules: IdentityRules;
  /**
   * Checks what came with a login. Undefined: the way knows nobody by this name, or the password is wrong. Rejects with
   * BAD_CREDENTIALS that says why, and UNAVAILABLE when it cannot ask. Absent: nothing of it comes with a login.
   */
  readonly check?: (
    given: GivenLogin,
    asker: Pick<Caller, 'address' | 'connection'>,
  ) => Promise<ExternalIdentity | undefined>;
}
