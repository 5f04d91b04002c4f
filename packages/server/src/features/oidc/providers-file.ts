/**
 * The file that names the providers of single sign-on.
 *
 * @module
 */
import { readListFile } from '../../config/list-file.ts';
import type { ItemReading } from '../../config/list-file.ts';

export interface ProviderSettings {
  /** In URLs, and the name of its way. */
  readonly id: string;
  /** What people call it. */
  readonly title: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined: a public client, which has PKCE alone. */
  readonly clientSecret: string | undefined;
  readonly scopes: string;
  readonly claims: { readonly name: string; readonly displayName: string; readonly picture: string };
  /** What a claim must be, or contain, for its user to be an administrator. */
  readonly admin: { readonly claim: string; readonly value: string | true } | undefined;
  readonly register: boolean;
  readonly update: boolean;
  readonly linkByName: boolean;
  readonly linkByEmail: boolean;
  /** Whether devices without a browser may log in, if the provider has that. */
  readonly deviceLogin: boolean;
}

/** Throws a ConfigError that names the provider and the key. */
export function readProviders(path: string): readonly ProviderSettings[] {
  return readListFile(path, { option: '--oidc', item: 'provider', max: 20 }, readProvider);
}

function readProvider(reading: ItemReading): ProviderSettings {
  const id = reading.id();
  const issuer = reading.text('issuer');
  if (!isSafe(issuer))
    throw reading.wrong('needs an "issuer" that begins with https:// (http:// on this machine alone)');
  const provider: ProviderSettings = {
    id,
    title: reading.text('title', id),
    issuer,
    clientId: reading.text('clientId'),
    clientSecret: reading.file('clientSecretFile'),
    scopes: reading.text('scopes', 'openid profile email'),
    claims: reading.texts('claims', {
      name: 'preferred_username',
      displayName: 'name',
      picture: 'picture',
    }),
    admin: adminIn(reading),
    register: reading.flag('register', true),
    update: reading.flag('update', true),
    linkByName: reading.flag('linkByName', false),
    linkByEmail: reading.flag('linkByEmail', false),
    deviceLogin: reading.flag('deviceLogin', true),
  };
  if (!provider.scopes.split(' ').includes('openid'))
    throw reading.wrong('needs "openid" among its "scopes"');
  return provider;
}

function adminIn(reading: ItemReading): ProviderSettings['admin'] {
  const claim = reading.text('adminClaim', '');
  const value = reading.text('adminValue', '');
  if (claim === '' && value !== '') throw reading.wrong('has an "adminValue" without an "adminClaim"');
  return claim === '' ? undefined : { claim, value: value === '' ? true : value };
}

/** Whoever is in between could say who anybody is. */
function isSafe(issuer: string): boolean {
  const url = URL.parse(issuer);
  if (url === null || url.search !== '' || url.hash !== '') return false;
  return (
    url.protocol === 'https:' ||
    (url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname))
  );
}
