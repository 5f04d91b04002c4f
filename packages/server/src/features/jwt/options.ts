/**
 * The options of JWTs.
 *
 * @module
 */
import { ConfigError } from '../../config/config-error.ts';
import { address, duration, freeText, list, onOff } from '../../config/kinds.ts';
import { option, optional, optionsOf } from '../../config/option.ts';
import type { OptionTable, Values } from '../../config/option.ts';
import { SIGN_IN } from '../../config/sign-in-options.ts';
import { readSecret } from './secret.ts';

const DAY_MS = 86_400_000;

export const JWT_OPTIONS = {
  jwtSecretFile: optional({
    group: SIGN_IN,
    kind: freeText('FILE', { min: 1, max: 4096 }),
    absent: 'none',
    description:
      'A file with a secret of at least 16 bytes (better 32), which a backend of yours shares: whoever brings a JWT that ' +
      'is signed with it (HS256) is logged in. A newline at the end of the file is no part of the secret.',
    example: '/etc/posthorn/jwt-secret',
  }),
  jwtJwksUrl: optional({
    group: SIGN_IN,
    kind: address(['https', 'http']),
    absent: 'none',
    description:
      'Where the public keys are (a JWK set) of whoever signs JWTs with RS256, PS256, ES256, EdDSA and their like. They are ' +
      'kept for ten minutes, and fetched again for a key that is not among them. Needs --jwt-issuer and --jwt-audience.',
    example: 'https://app.example.com/.well-known/jwks.json',
  }),
  jwtIssuer: optional({
    group: SIGN_IN,
    kind: freeText('ISSUER', { min: 1, max: 1024 }),
    absent: 'any, since the secret is yours',
    description: 'What `iss` in a JWT must be.',
    example: 'https://app.example.com',
  }),
  jwtAudience: optional({
    group: SIGN_IN,
    kind: list(freeText('AUDIENCE', { min: 1, max: 1024 })),
    absent: 'a JWT needs no `aud`; if it has one, it says posthorn',
    description:
      'One of these must be in `aud` of a JWT, so that none counts that was made for another service.',
    example: 'https://chat.example.com',
  }),
  jwtRegister: option({
    group: SIGN_IN,
    kind: onOff,
    default: true,
    description:
      'Whether an account is made for whoever brings a good JWT and has none. Off: only for whom somebody has made one.',
    example: 'off',
  }),
  jwtUpdate: option({
    group: SIGN_IN,
    kind: onOff,
    default: true,
    description:
      'Whether each login takes over `name` and `picture` of the JWT. Off: only the first one does.',
    example: 'off',
  }),
  jwtLinkNames: option({
    group: SIGN_IN,
    kind: onOff,
    default: false,
    description:
      'Whether a JWT takes over the account that is called like its user even if that has a password. An account without ' +
      'one that belongs to nobody yet, as those made by a key of the server, is taken over in any case.',
    example: 'on',
  }),
  jwtAdminClaim: optional({
    group: SIGN_IN,
    kind: freeText('CLAIM', { min: 1, max: 128 }),
    absent: 'none; JWTs make no administrators',
    description:
      'A claim that says whether its user is an administrator here: true makes them one, false ends it, and nothing changes ' +
      'without it.',
    example: 'admin',
  }),
  jwtSession: optional({
    group: SIGN_IN,
    kind: duration({ minMs: 60_000, maxMs: 3650 * DAY_MS }),
    absent: 'as other sessions',
    description:
      'A login by JWT ends after this long, however much it is used; the SDK then asks for another JWT by itself.',
    example: '1h',
  }),
} as const satisfies OptionTable;

export function checkJwt(config: Values): void {
  const { jwtSecretFile, jwtJwksUrl, jwtIssuer, jwtAudience, jwtAdminClaim, jwtSession } = optionsOf(
    config,
    JWT_OPTIONS,
  );
  if (jwtSecretFile !== undefined && jwtJwksUrl !== undefined) {
    throw new ConfigError(
      '--jwt-secret-file and --jwt-jwks-url exclude each other: whoever signs has either a secret or keys.',
    );
  }
  if (jwtJwksUrl !== undefined && (jwtIssuer === undefined || jwtAudience === undefined)) {
    throw new ConfigError(
      '--jwt-jwks-url needs --jwt-issuer and --jwt-audience: such keys sign JWTs for other services too, which must not ' +
        'count here.',
    );
  }
  if (jwtJwksUrl?.startsWith('http:') === true && !isLocal(jwtJwksUrl)) {
    throw new ConfigError(
      '--jwt-jwks-url must be https, or on this machine: whoever changes the keys logs in as anybody.',
    );
  }
  if (jwtSecretFile !== undefined) readSecret(jwtSecretFile);
  if (jwtSecretFile !== undefined || jwtJwksUrl !== undefined) return;
  const useless = Object.entries({ jwtIssuer, jwtAudience, jwtAdminClaim, jwtSession }).find(
    ([, value]) => value !== undefined,
  );
  if (useless === undefined) return;
  throw new ConfigError(
    `--${useless[0].replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} is there without --jwt-secret-file or ` +
      '--jwt-jwks-url; say who signs, or leave it out.',
  );
}

function isLocal(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
}
