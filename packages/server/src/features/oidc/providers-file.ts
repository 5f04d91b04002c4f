/**
 * The file that names the providers of single sign-on.
 *
 * @module
 */
import { dirname, resolve } from 'node:path';
import { ConfigError } from '../../config/config-error.ts';
import { readTextFile } from '../../config/text-file.ts';

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
}

const ID = /^[a-z0-9][a-z0-9-]{0,31}$/;
const MAX_PROVIDERS = 20;

/** Throws a ConfigError that names the provider and the key. */
export function readProviders(path: string): readonly ProviderSettings[] {
  const text = readTextFile(path, '--oidc: the file');
  if (text === undefined) throw new ConfigError(`--oidc: there is no file ${path}.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ConfigError(`--oidc: ${path} is no JSON: ${(cause as Error).message}`, { cause });
  }
  const list = Array.isArray(json) ? json : undefined;
  if (list === undefined || list.length === 0 || list.length > MAX_PROVIDERS)
    throw new ConfigError(`--oidc: ${path} must be a list of 1 to ${MAX_PROVIDERS} providers.`);
  const providers = list.map((each: unknown, at) => new Reading(path, at, each).provider());
  const ids = providers.map(({ id }) => id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) throw new ConfigError(`--oidc: ${path} has two providers with the id "${twice}".`);
  return providers;
}

/** Reads one provider; each key once, so that those that nobody has read are slips. */
class Reading {
  readonly #path: string;
  readonly #where: string;
  readonly #left: Map<string, unknown>;

  constructor(path: string, at: number, given: unknown) {
    this.#path = path;
    this.#where = `--oidc: provider ${at + 1} in ${path}`;
    if (typeof given !== 'object' || given === null || Array.isArray(given))
      throw this.#wrong('must be an object');
    this.#left = new Map(Object.entries(given));
  }

  provider(): ProviderSettings {
    const id = this.#text('id');
    if (!ID.test(id)) throw this.#wrong('needs an "id" of lower-case letters, digits and "-"');
    const issuer = this.#text('issuer');
    if (!isSafe(issuer))
      throw this.#wrong('needs an "issuer" that begins with https:// (http:// on this machine alone)');
    const provider: ProviderSettings = {
      id,
      title: this.#text('title', id),
      issuer,
      clientId: this.#text('clientId'),
      clientSecret: this.#secret(),
      scopes: this.#text('scopes', 'openid profile email'),
      claims: this.#claims(),
      admin: this.#admin(),
      register: this.#flag('register', true),
      update: this.#flag('update', true),
      linkByName: this.#flag('linkByName', false),
      linkByEmail: this.#flag('linkByEmail', false),
    };
    const [strange] = this.#left.keys();
    if (strange !== undefined) throw this.#wrong(`has the key "${strange}", which means nothing here`);
    if (!provider.scopes.split(' ').includes('openid'))
      throw this.#wrong('needs "openid" among its "scopes"');
    return provider;
  }

  #secret(): string | undefined {
    const file = this.#text('clientSecretFile', '');
    if (file === '') return undefined;
    const path = resolve(dirname(this.#path), file);
    const secret = readTextFile(path, `${this.#where}: the file`)?.trim();
    if (secret === undefined || secret === '')
      throw this.#wrong(`has a "clientSecretFile" that is missing or empty: ${path}`);
    return secret;
  }

  #claims(): ProviderSettings['claims'] {
    const given = this.#take('claims') ?? {};
    if (typeof given !== 'object') throw this.#wrong('has "claims" that are no object');
    const { name, displayName, picture, ...others } = given as Record<string, unknown>;
    const [strange] = Object.keys(others);
    if (strange !== undefined)
      throw this.#wrong(`has "${strange}" among its "claims"; name, displayName and picture are known`);
    return {
      name: this.#textOf(name ?? 'preferred_username', 'claims.name'),
      displayName: this.#textOf(displayName ?? 'name', 'claims.displayName'),
      picture: this.#textOf(picture ?? 'picture', 'claims.picture'),
    };
  }

  #admin(): ProviderSettings['admin'] {
    const claim = this.#text('adminClaim', '');
    const value = this.#text('adminValue', '');
    if (claim === '' && value !== '') throw this.#wrong('has an "adminValue" without an "adminClaim"');
    return claim === '' ? undefined : { claim, value: value === '' ? true : value };
  }

  #text(key: string, otherwise?: string): string {
    const value = this.#take(key) ?? otherwise;
    if (value === undefined) throw this.#wrong(`needs "${key}"`);
    return this.#textOf(value, key);
  }

  #textOf(value: unknown, key: string): string {
    if (typeof value === 'string') return value;
    throw this.#wrong(`has a "${key}" that is no text`);
  }

  #flag(key: string, otherwise: boolean): boolean {
    const value = this.#take(key) ?? otherwise;
    if (typeof value === 'boolean') return value;
    throw this.#wrong(`has a "${key}" that is neither true nor false`);
  }

  #take(key: string): unknown {
    const value = this.#left.get(key);
    this.#left.delete(key);
    return value;
  }

  #wrong(what: string): ConfigError {
    return new ConfigError(`${this.#where} ${what}.`);
  }
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
