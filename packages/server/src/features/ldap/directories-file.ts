/**
 * The file that names the directories.
 *
 * @module
 */
import { duration } from '../../config/kinds.ts';
import { readListFile } from '../../config/list-file.ts';
import type { ItemReading } from '../../config/list-file.ts';
import { bareHost } from '../../hosts.ts';
import { isLoopback } from '../../networks.ts';
import { checkedFilter } from './filters.ts';
import { templateOf } from './templates.ts';
import type { Template } from './templates.ts';

export interface DirectorySettings {
  /** The name of its way, and part of who people are: their accounts depend on it. */
  readonly id: string;
  readonly title: string;
  /** Servers with the same people, tried in turn. */
  readonly urls: readonly URL[];
  readonly startTls: boolean;
  /** Certificates that count instead of the usual ones; PEM. */
  readonly ca: string | undefined;
  /** For all that one login asks of one server. */
  readonly timeoutMs: number;
  readonly access: Access;
  /** Below it people are. Empty: each is where the template says. */
  readonly base: string;
  /** Who of those there it is; has {name}. */
  readonly filter: string;
  readonly attributes: Attributes;
  /** The DN of a group. Undefined: everybody may come in. */
  readonly requiredGroup: string | undefined;
  /** Undefined: nobody is made an administrator. */
  readonly adminGroup: string | undefined;
  readonly register: boolean;
  readonly update: boolean;
  readonly linkByName: boolean;
  readonly linkByEmail: boolean;
  readonly sessionMs: number | undefined;
}

/** How somebody is found: by an account that may look, or by the form that all their names have. */
export type Access =
  | { readonly kind: 'search'; readonly dn: string; readonly password: string }
  | { readonly kind: 'direct'; readonly template: Template };

export interface Attributes {
  /** Never changes, and is never given to somebody else. */
  readonly subject: string;
  readonly name: string;
  readonly displayName: string;
  readonly email: string;
}

interface Preset {
  readonly filter: string;
  readonly attributes: Attributes;
}

const PRESETS: Readonly<Record<string, Preset>> = {
  ldap: {
    filter: '(&(objectClass=person)(uid={name}))',
    attributes: { subject: 'entryUUID', name: 'uid', displayName: 'cn', email: 'mail' },
  },
  'active-directory': {
    // Computers are users there.
    filter:
      '(&(objectClass=user)(!(objectClass=computer))(|(sAMAccountName={name})(userPrincipalName={name})))',
    attributes: {
      subject: 'objectGUID',
      name: 'sAMAccountName',
      displayName: 'displayName',
      email: 'mail',
    },
  },
};

const MAX_URLS = 5;
const TIMEOUT = duration({ minMs: 100, maxMs: 60_000 });
const SESSION = duration({ minMs: 60_000, maxMs: 365 * 86_400_000 });
const ATTRIBUTE = /^[a-z][\w.;-]*$/i;

/** Throws a ConfigError that names the directory and the key. `environment`: where passwords may be. */
export function readDirectories(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): readonly DirectorySettings[] {
  return readListFile(path, { option: '--ldap', item: 'directory', max: 5 }, (reading) =>
    readDirectory(reading, environment),
  );
}

function readDirectory(
  reading: ItemReading,
  environment: Readonly<Record<string, string | undefined>>,
): DirectorySettings {
  const id = reading.id();
  const preset = PRESETS[reading.text('kind', 'ldap')];
  if (preset === undefined)
    throw reading.wrong(`has a "kind" that is none of ${Object.keys(PRESETS).join(', ')}`);
  const access = accessIn(reading, environment);
  const startTls = reading.flag('startTls', false);
  const allowsPlain = reading.flag('allowPlain', false);
  const base = reading.text('userBase', '');
  if (base === '' && (access.kind === 'search' || access.template.kind === 'principal'))
    throw reading.wrong('needs a "userBase", the DN below which people are looked for');
  return {
    id,
    title: reading.text('title', id),
    urls: urlsIn(reading, { startTls, allowsPlain }),
    startTls,
    ca: reading.file('caFile'),
    timeoutMs: timeIn(reading, 'timeout', '5s', TIMEOUT),
    access,
    base,
    filter: filterIn(reading, preset.filter),
    attributes: attributesIn(reading, preset.attributes),
    requiredGroup: reading.text('requiredGroup', '') || undefined,
    adminGroup: reading.text('adminGroup', '') || undefined,
    register: reading.flag('register', true),
    update: reading.flag('update', true),
    linkByName: reading.flag('linkByName', false),
    linkByEmail: reading.flag('linkByEmail', false),
    sessionMs: sessionIn(reading),
  };
}

function accessIn(reading: ItemReading, environment: Readonly<Record<string, string | undefined>>): Access {
  const dn = reading.text('bindDn', '');
  const template = reading.text('userDn', '');
  const variable = reading.text('bindPasswordVariable', '');
  const fromFile = reading.file('bindPasswordFile');
  if ((dn === '') === (template === ''))
    throw reading.wrong('needs either a "bindDn", whose account looks for people, or a "userDn" with {name}');
  if (template !== '') {
    const parsed = templateOf(template);
    if (parsed === undefined)
      throw reading.wrong(
        'needs a "userDn" such as uid={name},ou=people,dc=example,dc=com, or {name}@example.com for Active Directory',
      );
    if (variable !== '' || fromFile !== undefined) throw reading.wrong('has a password without a "bindDn"');
    return { kind: 'direct', template: parsed };
  }
  if (variable !== '' && fromFile !== undefined)
    throw reading.wrong('has both a "bindPasswordFile" and a "bindPasswordVariable"');
  const password = fromFile ?? environment[variable] ?? '';
  // A bind without a password succeeds as nobody (RFC 4513 §5.1.2).
  if (password === '')
    throw reading.wrong(
      variable === ''
        ? 'needs the password of its "bindDn": a "bindPasswordFile" or a "bindPasswordVariable"'
        : `needs the environment variable ${variable}, which its "bindPasswordVariable" names`,
    );
  return { kind: 'search', dn, password };
}

function urlsIn(
  reading: ItemReading,
  { startTls, allowsPlain }: { readonly startTls: boolean; readonly allowsPlain: boolean },
): readonly URL[] {
  const given = reading.take('urls');
  const list: readonly unknown[] = Array.isArray(given) ? given : [];
  if (list.length === 0 || list.length > MAX_URLS)
    throw reading.wrong(`needs "urls", a list of 1 to ${MAX_URLS} such as ldaps://ldap.example.com`);
  return list.map((each) => {
    const url = typeof each === 'string' ? URL.parse(each) : null;
    const isAddress =
      url !== null && /^ldaps?:$/.test(url.protocol) && url.hostname !== '' && !/[^/]/.test(restOf(url));
    if (!isAddress)
      throw reading.wrong(`has "${String(each)}" among its "urls", which is no ldaps://HOST[:PORT]`);
    if (url.protocol === 'ldaps:' && startTls)
      throw reading.wrong('has "startTls", which is for ldap:// alone: ldaps:// has TLS from the beginning');
    if (url.protocol === 'ldap:' && !startTls && !allowsPlain && !isLoopback(bareHost(url.hostname)))
      throw reading.wrong(
        `would send passwords unencrypted to ${url.host}: use ldaps:// or "startTls", or say "allowPlain"`,
      );
    return url;
  });
}

/** What a URL has besides the server. */
function restOf({ username, password, pathname, search, hash }: URL): string {
  return [username, password, pathname, search, hash].join('');
}

function filterIn(reading: ItemReading, otherwise: string): string {
  const filter = reading.text('userFilter', otherwise);
  const trouble = checkedFilter(filter);
  if (trouble === undefined) return filter;
  throw reading.wrong(`has a "userFilter" ${trouble}`);
}

function attributesIn(reading: ItemReading, defaults: Attributes): Attributes {
  const attributes = reading.texts('attributes', { ...defaults });
  const wrong = Object.values(attributes).find((each) => !ATTRIBUTE.test(each));
  if (wrong !== undefined)
    throw reading.wrong(`has "${wrong}" among its "attributes", which is no name of one`);
  return attributes;
}

function sessionIn(reading: ItemReading): number | undefined {
  const text = reading.text('session', '');
  return text === '' ? undefined : timeOf(reading, 'session', text, SESSION);
}

function timeIn(reading: ItemReading, key: string, otherwise: string, kind: typeof TIMEOUT): number {
  return timeOf(reading, key, reading.text(key, otherwise), kind);
}

function timeOf(reading: ItemReading, key: string, text: string, kind: typeof TIMEOUT): number {
  try {
    return kind.parse(text);
  } catch (error) {
    throw reading.wrong(`has a "${key}" that ${(error as Error).message}`);
  }
}
