/**
 * Checks JWTs (RFC 7519, with the advice of RFC 8725).
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import type { Clock } from '../../clock.ts';
import { KEY_ALGORITHMS } from '../accounts/key-set.ts';
import type { KeySet } from '../accounts/key-set.ts';

/** How far clocks may be apart. */
export const LEEWAY_S = 60;
/** Longer ones are not looked at. A frame before the login has 4 KiB, and names the device too. */
export const MAX_JWT_BYTES = 3584;
/** What a JWT with `aud` is for, where the operator has said nothing else. */
export const DEFAULT_AUDIENCE = 'posthorn';

/** What whoever signs has: a secret that is shared, or keys of which the public half is known. */
export type SignedWith =
  | { readonly kind: 'secret'; readonly secret: Uint8Array }
  | { readonly kind: 'keys'; readonly keys: Pick<KeySet, 'get'> };

export interface VerifierOptions {
  readonly signedWith: SignedWith;
  readonly issuer: string | undefined;
  readonly audience: readonly string[] | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

/** A JWT that is good now. */
export interface Verified {
  readonly subject: string;
  readonly claims: JWTPayload;
  /** Unix ms: then it is not good any more, on any clock. */
  readonly endsAt: number;
}

/**
 * Which algorithms go with what is there. The header never chooses the kind: a public key must not serve as a shared secret
 * (RFC 8725 §3.1), and `none` is in no list.
 */
const ALGORITHMS = {
  secret: ['HS256'],
  keys: KEY_ALGORITHMS,
} as const;

const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

export class Verifier {
  readonly #options: VerifierOptions;

  constructor(options: VerifierOptions) {
    this.#options = options;
  }

  /** Rejects with BAD_CREDENTIALS that says why, and UNAVAILABLE where keys are missing now. */
  async verify(jwt: string): Promise<Verified> {
    if (jwt.length > MAX_JWT_BYTES) throw refused(`is longer than ${MAX_JWT_BYTES} bytes`);
    if (!COMPACT.test(jwt)) throw refused('is not in the form header.claims.signature');
    this.#assertAlgorithm(jwt);
    const { payload } = await this.#check(jwt);
    const { sub, exp = 0, iat } = payload;
    if (typeof sub !== 'string' || sub === '') throw refused('has no "sub", a text that says who logs in');
    const now = this.#options.clock.now() / 1000;
    if (iat !== undefined && iat > now + LEEWAY_S)
      throw refused('was made in the future ("iat"); compare the clocks');
    this.#assertAudience(payload);
    return { subject: sub, claims: payload, endsAt: (exp + LEEWAY_S) * 1000 };
  }

  #assertAlgorithm(jwt: string): void {
    const { kind } = this.#options.signedWith;
    let alg: string | undefined;
    try {
      ({ alg } = decodeProtectedHeader(jwt));
    } catch (cause) {
      throw refused('has a header that cannot be read', cause);
    }
    const allowed: readonly string[] = ALGORITHMS[kind];
    if (alg === undefined || !allowed.includes(alg))
      throw refused(
        `must be signed with ${kind === 'secret' ? 'HS256' : 'RS256, PS256, ES256, EdDSA or their like'}`,
      );
  }

  async #check(jwt: string): Promise<{ readonly payload: JWTPayload }> {
    const { signedWith, issuer, clock } = this.#options;
    const rules = {
      algorithms: [...ALGORITHMS[signedWith.kind]],
      clockTolerance: LEEWAY_S,
      currentDate: new Date(clock.now()),
      requiredClaims: ['exp', 'sub'],
      ...(issuer !== undefined && { issuer }),
    };
    try {
      return signedWith.kind === 'secret'
        ? await jwtVerify(jwt, signedWith.secret, rules)
        : await jwtVerify(jwt, keyOf(signedWith.keys), rules);
    } catch (error) {
      throw toRefusal(error);
    }
  }

  /** A JWT that names its audience is for nobody else (RFC 7519 §4.1.3). */
  #assertAudience({ aud }: JWTPayload): void {
    const { audience } = this.#options;
    const named: readonly string[] = aud === undefined ? [] : [aud].flat();
    if (named.length === 0 && audience === undefined) return;
    const ours = audience ?? [DEFAULT_AUDIENCE];
    if (named.some((each) => ours.includes(each))) return;
    throw refused(`is for another audience: "aud" must have ${ours.join(' or ')}`);
  }
}

function keyOf(keys: Pick<KeySet, 'get'>): JWTVerifyGetKey {
  return (header, token) => keys.get(header, token);
}

function toRefusal(error: unknown): PosthornError {
  if (error instanceof PosthornError) return error;
  if (error instanceof errors.JWTExpired) return refused('has expired ("exp")', error);
  if (error instanceof errors.JWTClaimValidationFailed)
    return refused(claimProblem(error.claim, error.reason), error);
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return refused('names no key ("kid") that is known', error);
  if (error instanceof errors.JOSEError)
    return refused('has a signature that does not fit, or is malformed', error);
  return refused('cannot be checked', error);
}

function claimProblem(claim: string, reason: string): string {
  if (reason === 'missing') return `lacks "${claim}"`;
  if (claim === 'nbf') return 'is not good yet ("nbf"); compare the clocks';
  return `has another "${claim}" than this server takes`;
}

function refused(why: string, cause?: unknown): PosthornError {
  return new PosthornError('BAD_CREDENTIALS', `the JWT ${why}`, { cause });
}
