/**
 * Logging in by JWT: what its claims say of its user.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { PosthornError } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import type { ExternalIdentity, GivenLogin, LoginWay } from '../../router/login-way.ts';
import type { Services } from '../../router/services.ts';
import { KeySet } from '../accounts/key-set.ts';
import { useOnce } from '../accounts/used-token-queries.ts';
import { JWT_OPTIONS } from './options.ts';
import { readSecret } from './secret.ts';
import { Verifier } from './verifier.ts';
import type { SignedWith } from './verifier.ts';

/**
 * All JWTs of a server are signed by one: who it is called may change, as when --jwt-issuer is given later, and the accounts
 * stay those of the same people.
 */
const ISSUER = 'jwt';
const MAX_ID_CHARS = 1024;

/** None: the operator takes no JWTs. */
export function jwtWays(services: Services): readonly LoginWay[] {
  const { config, clock } = services;
  const options = optionsOf(config.options, JWT_OPTIONS);
  const signedWith = signer(services);
  if (signedWith === undefined) return [];
  const { jwtIssuer: issuer, jwtAudience: audience } = options;
  const verifier = new Verifier({ signedWith, issuer, audience, clock });
  return [
    {
      name: 'jwt',
      title: '',
      kind: 'jwt',
      rules: {
        registers: options.jwtRegister,
        updates: options.jwtUpdate,
        linksNames: options.jwtLinkNames ? 'always' : 'without-password',
        linksEmails: false,
        sessionMs: options.jwtSession,
      },
      check: (given) => identityIn(services, verifier, given),
    },
  ];
}

function signer({ config, clock, logger }: Services): SignedWith | undefined {
  const { jwtSecretFile, jwtJwksUrl: url } = optionsOf(config.options, JWT_OPTIONS);
  if (jwtSecretFile !== undefined) return { kind: 'secret', secret: readSecret(jwtSecretFile) };
  return url === undefined ? undefined : { kind: 'keys', keys: new KeySet({ url, clock, logger }) };
}

async function identityIn(
  { store, config }: Services,
  verifier: Verifier,
  { jwt }: GivenLogin,
): Promise<ExternalIdentity> {
  const { subject, claims, endsAt } = await verifier.verify(jwt);
  const { jwtAdminClaim } = optionsOf(config.options, JWT_OPTIONS);
  if (claims.jti !== undefined && !(await store.run(useOnce, usedKey(claims.jti), endsAt))) {
    throw new PosthornError(
      'BAD_CREDENTIALS',
      'the JWT was used before: its "jti" makes it good for one login',
    );
  }
  const admin = jwtAdminClaim === undefined ? undefined : claims[jwtAdminClaim];
  return {
    issuer: ISSUER,
    subject,
    name: textIn(claims['preferred_username']) ?? subject,
    displayName: textIn(claims['name']),
    avatarUrl: textIn(claims['picture']),
    admin: typeof admin === 'boolean' ? admin : undefined,
  };
}

/** Throws BAD_CREDENTIALS. */
function usedKey(jti: unknown): string {
  if (typeof jti !== 'string' || jti === '' || jti.length > MAX_ID_CHARS)
    throw new PosthornError(
      'BAD_CREDENTIALS',
      `"jti" in the JWT must be a text of 1 to ${MAX_ID_CHARS} characters`,
    );
  return createHash('sha256').update(jti).digest('base64url');
}

function textIn(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined;
}
