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
