/**
 * What the server tells of itself before anybody has logged in (`GET /v1/server`).
 *
 * @module
 */

export interface ServerInfo {
  readonly name: string;
  readonly version: string;
  /** False: the first account, which administers the server, is still to be made. */
  readonly isSetUp: boolean;
  readonly needsBootstrapSecret: boolean;
  readonly registration: string;
  /** A CSS colour for buttons and links; '' for our own. */
  readonly accent: string;
  readonly logoUrl: string;
  readonly limits: Readonly<Record<string, number>>;
  readonly pushKey: string | undefined;
  /** Whether there are passwords, of this server or of a directory. */
  readonly hasPasswords: boolean;
  /** Whether accounts with passwords of this server are made. */
  readonly makesPasswords: boolean;
  /** What the directories are called whose passwords are taken. */
  readonly directories: readonly string[];
  /** Providers of single sign-on. */
  readonly providers: readonly SignInProvider[];
}

export interface SignInProvider {
  readonly title: string;
  /** Relative to the server's address. */
  readonly url: string;
}

export const UNKNOWN_SERVER: ServerInfo = {
  name: 'Posthorn',
  version: '',
  isSetUp: true,
  needsBootstrapSecret: false,
  registration: 'open',
  accent: '',
  logoUrl: '',
  limits: {},
  pushKey: undefined,
  hasPasswords: true,
  makesPasswords: true,
  directories: [],
  providers: [],
};

/** Reads an answer of the server, or what was stored of one. What is missing has a harmless value. */
export function parseServerInfo(answer: unknown): ServerInfo {
  const told = record(answer);
  const limits: Record<string, number> = {};
  for (const [name, value] of Object.entries(record(told['limits']))) {
    if (typeof value === 'number') limits[name] = value;
  }
  const pushKey = record(told['push'])['publicKey'] ?? told['pushKey'];
  return {
    name: text(told['name'], UNKNOWN_SERVER.name),
    version: text(told['version'], ''),
    isSetUp: told['isSetUp'] !== false,
    needsBootstrapSecret: told['needsBootstrapSecret'] === true,
    registration: text(told['registration'], 'open'),
    accent: colour(told['accent']),
    logoUrl: text(told['logoUrl'], ''),
    limits,
    pushKey: typeof pushKey === 'string' ? pushKey : undefined,
    ...signIn(told['signIn']),
  };
}

/** A server that says nothing of it has passwords. */
function signIn(
  told: unknown,
): Pick<ServerInfo, 'hasPasswords' | 'makesPasswords' | 'directories' | 'providers'> {
  const ways = Array.isArray(told) ? told.map(record) : [];
  const makesPasswords = ways.length === 0 || ways.some(({ kind }) => kind === 'password');
  const directories = ways
    .filter(({ kind }) => kind === 'ldap')
    .map(({ title, name }) => text(title, text(name, '')));
  return {
    hasPasswords: makesPasswords || directories.length > 0,
    makesPasswords,
    directories,
    providers: ways
      .filter(({ kind }) => kind === 'oidc')
      .map(({ title, name, url }) => ({ title: text(title, text(name, '')), url: text(url, '') }))
      .filter(({ url }) => url.startsWith('v1/')),
  };
}

/** A colour as `#rrggbb`, so that nothing else gets into a style. */
function colour(value: unknown): string {
  return typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : '';
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
