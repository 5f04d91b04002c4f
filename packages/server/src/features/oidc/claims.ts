/**
 * What the claims of a provider say of a user.
 *
 * @module
 */
import type { ExternalIdentity } from '../../router/login-way.ts';
import type { ProviderSettings } from './providers-file.ts';

export type Claims = Readonly<Record<string, unknown>>;

type Mapping = Pick<ProviderSettings, 'claims' | 'admin'>;

export function identityOf(all: Claims, { claims, admin }: Mapping): ExternalIdentity {
  const subject = textIn(all['sub']) ?? '';
  const email = textIn(all['email']);
  return {
    issuer: textIn(all['iss']) ?? '',
    subject,
    name: textIn(all[claims.name]) ?? email ?? subject,
    displayName: textIn(all[claims.displayName]),
    avatarUrl: textIn(all[claims.picture]),
    admin: admin === undefined ? undefined : isThere(all[admin.claim], admin.value),
    verifiedEmail: all['email_verified'] === true ? email : undefined,
  };
}

/** Whether a claim is the value, or a list with it. Somebody who has no such claim is no administrator (any more). */
function isThere(claim: unknown, value: string | true): boolean {
  return Array.isArray(claim) ? claim.includes(value) : claim === value;
}

function textIn(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined;
}
