/**
 * Puts a configuration together: flags before the environment before the file before the defaults.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJsonc } from './jsonc.ts';
import { nearest } from './nearest.ts';
import { flagOf, variableOf } from './option.ts';
import type { Option } from './option.ts';
import { OPTIONS } from './options.ts';
import type { Config, OptionName } from './options.ts';

/** What is wrong with the configuration, as a sentence that says what to change. */
export class ConfigError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ConfigError';
  }
}

export interface ConfigSources {
  /** Arguments after the command. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface LoadedConfig {
  readonly config: Config;
  /** Things that look like slips but stop nothing. */
  readonly warnings: readonly string[];
}

type Raw = ReadonlyMap<string, { readonly value: unknown; readonly where: string }>;

const TABLE: Readonly<Record<string, Option>> = OPTIONS;
const NAMES = Object.keys(OPTIONS) as readonly OptionName[];
const NAME_BY_FLAG = new Map<string, OptionName>(NAMES.map((name) => [flagOf(name), name]));

const PREFIX = 'POSTHORN_';

/** The launcher's own, and the variables of the script commands. */
const OTHER_VARIABLES = new Set([
  'POSTHORN_SERVER',
  'POSTHORN_USER',
  'POSTHORN_PASSWORD',
  'POSTHORN_RELAUNCHED',
]);

/** Reads all sources. Throws a ConfigError for whatever is unknown, malformed or contradictory. */
export function loadConfig(sources: ConfigSources): LoadedConfig {
  const flags = readFlags(sources.argv);
  const variables = readVariables(sources.env);
  const file = readFile(flags, variables);
  const config = Object.fromEntries(NAMES.map((name) => [name, resolve(name, [flags, variables, file])]));
  // Each value came out of its own option's parser or default.
  const complete = config as unknown as Config;
  checkTogether(complete);
  return { config: complete, warnings: strangeVariables(sources.env) };
}

/** All defaults, changed by `changes`; for tests and for those who embed the server. */
export function configWith(changes: Partial<Config>): Config {
  const defaults = Object.fromEntries(NAMES.map((name) => [name, OPTIONS[name].default]));
  return { ...(defaults as unknown as Config), ...changes };
}

function resolve(name: OptionName, sources: readonly Raw[]): unknown {
  for (const source of sources) {
    const found = source.get(name);
    if (found !== undefined) return parseValue(name, found.value, found.where);
  }
  return OPTIONS[name].default;
}

function parseValue(name: OptionName, raw: unknown, where: string): unknown {
  const { kind, secret, example } = TABLE[name] as Option;
  try {
    return kind.parse(raw);
  } catch (cause) {
    const shown = secret === true ? '' : ` ${JSON.stringify(raw)}`;
    const such = example === '' ? '' : `, for instance ${example}`;
    throw new ConfigError(`${where}${shown} ${(cause as Error).message}${such}.`, { cause });
  }
}

/** `--name value`, `--name=value`, and `--name` alone for what takes no value. A repeated list adds up. */
function readFlags(argv: readonly string[]): Raw {
  const found = new Map<string, { value: unknown; where: string }>();
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] ?? '';
    if (!argument.startsWith('--')) {
      throw new ConfigError(`"${argument}" is not an option; see posthorn start --help.`);
    }
    const [flag, inline] = splitOnce(argument.slice(2));
    const name = NAME_BY_FLAG.get(flag);
    if (name === undefined) throw new ConfigError(`There is no option --${flag}${didYouMean(flag, '--')}`);
    const next = argv[index + 1];
    const value = inline ?? impliedValue(name, next) ?? next;
    if (value === undefined || (inline === undefined && value.startsWith('--'))) {
      throw new ConfigError(`--${flag} needs a value: --${flag} ${TABLE[name]?.kind.placeholder}.`);
    }
    if (inline === undefined && impliedValue(name, next) === undefined) index += 1;
    const before = found.get(name)?.value;
    if (before !== undefined && !Array.isArray(TABLE[name]?.default)) {
      throw new ConfigError(`--${flag} is there twice; leave one out.`);
    }
    found.set(name, {
      value: typeof before === 'string' ? `${before},${value}` : value,
      where: `--${flag}`,
    });
  }
  return found;
}

/** A switch that is there is on: `--cim` is `--cim on`. */
function impliedValue(name: OptionName, next: string | undefined): string | undefined {
  const isAlone = next === undefined || next.startsWith('--');
  const isSwitch = typeof OPTIONS[name].default === 'boolean';
  return TABLE[name]?.flagOnly === true || (isSwitch && isAlone) ? 'on' : undefined;
}

function splitOnce(argument: string): readonly [string, string | undefined] {
  const at = argument.indexOf('=');
  return at < 0 ? [argument, undefined] : [argument.slice(0, at), argument.slice(at + 1)];
}

function readVariables(env: ConfigSources['env']): Raw {
  const found = new Map<string, { value: unknown; where: string }>();
  for (const name of NAMES) {
    const value = TABLE[name]?.flagOnly === true ? undefined : env[variableOf(name)];
    if (value !== undefined && value !== '') found.set(name, { value, where: variableOf(name) });
  }
  return found;
}

/** Other programs and container systems set variables of their own, so a strange one is no error. */
function strangeVariables(env: ConfigSources['env']): readonly string[] {
  const known = new Set([...NAMES.map(variableOf), ...OTHER_VARIABLES].map(withoutPrefix));
  const ours = Object.keys(env)
    .filter((key) => key.startsWith(PREFIX))
    .map(withoutPrefix);
  return ours.flatMap((key) => {
    const meant = known.has(key) ? undefined : nearest(key, known);
    return meant === undefined
      ? []
      : [`The variable ${PREFIX}${key} means nothing here; did you mean ${PREFIX}${meant}?`];
  });
}

function withoutPrefix(variable: string): string {
  return variable.slice(PREFIX.length);
}

function readFile(flags: Raw, variables: Raw): Raw {
  const named = flags.get('config') ?? variables.get('config');
  if (named !== undefined) {
    const path = parseValue('config', named.value, named.where) as string;
    const text = readText(path);
    if (text === undefined)
      throw new ConfigError(`${named.where}: there is no file ${path}; make it or leave the option out.`);
    return readEntries(path, text);
  }
  const data = flags.get('data') ?? variables.get('data');
  const folder =
    data === undefined ? OPTIONS.data.default : (parseValue('data', data.value, data.where) as string);
  const path = join(folder, 'posthorn.json');
  const text = readText(path);
  if (text === undefined) return new Map();
  const entries = readEntries(path, text);
  if (entries.has('data'))
    throw new ConfigError(`${path} lies in the data directory and cannot name another; remove "data".`);
  return entries;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new ConfigError(`The configuration file ${path} cannot be read (${code}).`, { cause });
  }
}

function readEntries(path: string, text: string): Raw {
  const json = parseFile(path, text);
  const found = new Map<string, { value: unknown; where: string }>();
  for (const [key, value] of Object.entries(json)) {
    const name = NAME_BY_FLAG.get(key);
    if (name === undefined)
      throw new ConfigError(`${path} has an unknown option "${key}"${didYouMean(key, '')}`);
    if (name === 'config' || TABLE[name]?.flagOnly === true) {
      throw new ConfigError(`"${key}" is an option of the command line and cannot be in ${path}; remove it.`);
    }
    found.set(name, { value, where: `"${key}" in ${path}` });
  }
  return found;
}

function parseFile(path: string, text: string): object {
  let json: unknown;
  try {
    json = parseJsonc(text);
  } catch (cause) {
    throw new ConfigError(`${path} is not JSON: ${(cause as Error).message}.`, { cause });
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new ConfigError(`${path} must hold one JSON object: { "http": 7010 }.`);
  }
  return json;
}

function didYouMean(word: string, prefix: string): string {
  const meant = nearest(word, NAME_BY_FLAG.keys());
  return meant === undefined ? '; see posthorn start --help.' : `; did you mean ${prefix}${meant}?`;
}

/** Rules that concern several options at once. */
function checkTogether(config: Config): void {
  if ((config.tlsCert === undefined) !== (config.tlsKey === undefined)) {
    const [given, missing] = config.tlsCert === undefined ? ['tls-key', 'tls-cert'] : ['tls-cert', 'tls-key'];
    throw new ConfigError(`--${given} is there without --${missing}; TLS needs both.`);
  }
  if (config.proxyProtocol && config.trustedProxies.length === 0) {
    throw new ConfigError(
      '--proxy-protocol is on without --trusted-proxies; say which addresses may use it.',
    );
  }
  if (config.proxyProtocol && config.tlsCert !== undefined) {
    throw new ConfigError('--proxy-protocol and --tls-cert do not go together; let TLS end at the proxy.');
  }
  if ((config.busCert === undefined) !== (config.busKey === undefined)) {
    throw new ConfigError('--bus-cert and --bus-key go together; give both, or none.');
  }
  if (config.bus === 'memory') {
    const useless = (['busCredentials', 'busCa', 'busCert'] as const).find(
      (name) => config[name] !== undefined,
    );
    if (useless !== undefined) {
      throw new ConfigError(
        `--${flagOf(useless)} is there without --bus; say where NATS is, or leave it out.`,
      );
    }
  }
  if (config.http !== 0 && config.http === config.tcp) {
    throw new ConfigError(`--http and --tcp are both ${config.http}; give one of them another port.`);
  }
  if (config.metricsToken !== undefined && config.metrics === 'off') {
    throw new ConfigError('--metrics-token is there although --metrics is off; leave one of them out.');
  }
}
