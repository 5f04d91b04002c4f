/**
 * Reads a configuration: flags override the environment, which overrides the file, which overrides the defaults.
 *
 * @module
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './config-error.ts';
import { parseJsonc } from './jsonc.ts';
import { nearest } from './nearest.ts';
import { fileVariableOf, flagOf, variableOf } from './option.ts';
import type { Option, OptionSet, Values } from './option.ts';
import { readTextFile } from './text-file.ts';
import { readVariables, strangeVariables } from './variables.ts';
import type { Environment } from './variables.ts';

export interface ConfigSources {
  /** Arguments after the command. */
  readonly argv: readonly string[];
  readonly env: Environment;
}

export interface Loaded<Config = Values> {
  readonly config: Config;
  /** Likely mistakes that do not stop the start. */
  readonly warnings: readonly string[];
}

/** What one source gives, by the names of the options. */
type Raw = ReadonlyMap<string, { readonly value: unknown; readonly where: string }>;

/** What the configuration file gives. */
interface FileContent {
  readonly entries: Raw;
  readonly warnings: readonly string[];
}

const NO_FILE: FileContent = { entries: new Map(), warnings: [] };
const FILE_NAME = 'posthorn.json';
const WHAT = 'The configuration file';
const READABLE_BY_OTHERS = 0o004;

/** Reads all sources. Throws a ConfigError for an unknown option, an invalid value or an invalid combination. */
export function readConfig(sources: ConfigSources, sets: readonly OptionSet[]): Loaded {
  return new ConfigReader(sets).read(sources);
}

/** All options of these sets, by name. Throws an Error when two sets define the same name. */
export function allOptions(sets: readonly OptionSet[]): ReadonlyMap<string, Option> {
  const all = new Map<string, Option>();
  for (const { table } of sets) {
    for (const [name, option] of Object.entries(table)) {
      if (all.has(name)) throw new Error(`two parts of the server have an option --${flagOf(name)}`);
      all.set(name, option);
    }
  }
  return all;
}

/** `given`, completed with defaults. */
export function withDefaults(given: Values, sets: readonly OptionSet[]): Values {
  const defaults = [...allOptions(sets)].map(([name, option]) => [name, option.default] as const);
  return { ...Object.fromEntries(defaults), ...given };
}

class ConfigReader {
  readonly #sets: readonly OptionSet[];
  readonly #options: ReadonlyMap<string, Option>;
  readonly #nameByFlag: ReadonlyMap<string, string>;

  constructor(sets: readonly OptionSet[]) {
    this.#sets = sets;
    this.#options = allOptions(sets);
    this.#nameByFlag = new Map([...this.#options.keys()].map((name) => [flagOf(name), name]));
  }

  read({ argv, env }: ConfigSources): Loaded {
    const [flags, variables] = [this.#readFlags(argv), readVariables(this.#options, env)];
    const file = this.#readFile(flags, variables);
    const sources = [flags, variables, file.entries];
    const entries = [...this.#options].map(
      ([name, option]) => [name, resolve(name, option, sources)] as const,
    );
    const config: Values = Object.fromEntries(entries);
    for (const { check } of this.#sets) check?.(config);
    return { config, warnings: [...strangeVariables(this.#options, env), ...file.warnings] };
  }

  /** `--name value`, `--name=value`, and `--name` alone for what takes no value. A repeated list adds up. */
  #readFlags(argv: readonly string[]): Raw {
    const found = new Map<string, { value: unknown; where: string }>();
    for (let index = 0; index < argv.length; index += 1) {
      const argument = argv[index] ?? '';
      if (!argument.startsWith('--')) {
        throw new ConfigError(`"${argument}" is not an option; see posthorn start --help.`);
      }
      const [flag, inline] = splitOnce(argument.slice(2));
      const [name, option] = this.#named(flag, `There is no option --${flag}`, '--');
      assertFlag(name, option);
      const next = argv[index + 1];
      const value = inline ?? impliedValue(option, next) ?? next;
      if (value === undefined || (inline === undefined && value.startsWith('--'))) {
        throw new ConfigError(`--${flag} needs a value: --${flag} ${option.kind.placeholder}.`);
      }
      if (inline === undefined && impliedValue(option, next) === undefined) index += 1;
      const before = found.get(name)?.value;
      if (before !== undefined && !Array.isArray(option.default)) {
        throw new ConfigError(`--${flag} is there twice; leave one out.`);
      }
      found.set(name, {
        value: typeof before === 'string' ? `${before},${value}` : value,
        where: `--${flag}`,
      });
    }
    return found;
  }

  /** Reads the named file, else the one in the data directory if it exists. */
  #readFile(flags: Raw, variables: Raw): FileContent {
    const file = this.#locating('file', flags, variables);
    if (file?.where !== undefined) {
      const text = readTextFile(file.path, WHAT);
      if (text === undefined)
        throw new ConfigError(
          `${file.where}: there is no file ${file.path}; make it or leave the option out.`,
        );
      return this.#readEntries(file.path, text);
    }
    const directory = this.#locating('directory', flags, variables);
    if (directory === undefined) return NO_FILE;
    const path = join(directory.path, FILE_NAME);
    const text = readTextFile(path, WHAT);
    if (text === undefined) return NO_FILE;
    const content = this.#readEntries(path, text);
    if (content.entries.has(directory.name))
      throw new ConfigError(
        `${path} lies in the data directory and cannot name another; remove "${directory.name}".`,
      );
    return content;
  }

  /** The value of the option that locates the configuration file; `where` is undefined for a default. */
  #locating(
    what: 'file' | 'directory',
    flags: Raw,
    variables: Raw,
  ): { readonly name: string; readonly path: string; readonly where: string | undefined } | undefined {
    const [name, option] = [...this.#options].find(([, { locates }]) => locates === what) ?? [];
    if (name === undefined || option === undefined) return undefined;
    const given = flags.get(name) ?? variables.get(name);
    // Both kinds of options are texts.
    const path = (given === undefined ? option.default : parseValue(option, given)) as string;
    return { name, path, where: given?.where };
  }

  #readEntries(path: string, text: string): FileContent {
    const json = parseFile(path, text);
    const found = new Map<string, { value: unknown; where: string }>();
    for (const [key, value] of Object.entries(json)) {
      const [name, option] = this.#named(key, `${path} has an unknown option "${key}"`, '');
      if (option.locates === 'file' || option.flagOnly === true) {
        throw new ConfigError(
          `"${key}" is an option of the command line and cannot be in ${path}; remove it.`,
        );
      }
      found.set(name, { value, where: `"${key}" in ${path}` });
    }
    return { entries: found, warnings: this.#exposedSecrets(path, found) };
  }

  #exposedSecrets(path: string, entries: Raw): readonly string[] {
    const secret = [...entries.keys()].find((name) => this.#options.get(name)?.secret === true);
    if (secret === undefined || (statSync(path).mode & READABLE_BY_OTHERS) === 0) return [];
    return [`Every user of this machine can read "${flagOf(secret)}" in ${path}: chmod o-rwx ${path}.`];
  }

  /** The option of a flag or of a key in the file. Throws a ConfigError that begins with `otherwise`. */
  #named(flag: string, otherwise: string, prefix: string): readonly [string, Option] {
    const name = this.#nameByFlag.get(flag);
    const option = name === undefined ? undefined : this.#options.get(name);
    if (name !== undefined && option !== undefined) return [name, option];
    const meant = nearest(flag, this.#nameByFlag.keys());
    const advice = meant === undefined ? '; see posthorn start --help.' : `; did you mean ${prefix}${meant}?`;
    throw new ConfigError(`${otherwise}${advice}`);
  }
}

function resolve(name: string, option: Option, sources: readonly Raw[]): unknown {
  for (const source of sources) {
    const found = source.get(name);
    if (found !== undefined) return parseValue(option, found);
  }
  return option.default;
}

function parseValue(
  { kind, secret, example }: Option,
  { value, where }: { readonly value: unknown; readonly where: string },
): unknown {
  try {
    return kind.parse(value);
  } catch (cause) {
    const shown = secret === true ? '' : ` ${JSON.stringify(value)}`;
    const such = example === '' ? '' : `, for instance ${example}`;
    throw new ConfigError(`${where}${shown} ${(cause as Error).message}${such}.`, { cause });
  }
}

/** A switch that is there is on: `--lobby` is `--lobby on`. */
function impliedValue(option: Option, next: string | undefined): string | undefined {
  const isAlone = next === undefined || next.startsWith('--');
  const isSwitch = typeof option.default === 'boolean';
  return option.flagOnly === true || (isSwitch && isAlone) ? 'on' : undefined;
}

function assertFlag(name: string, { isNoFlag }: Option): void {
  if (isNoFlag !== true) return;
  const variable = variableOf(name);
  throw new ConfigError(
    `--${flagOf(name)} would be seen in the list of processes: set ${variable}, or ${fileVariableOf(variable)} to the path ` +
      'of a file with it, or put it into the configuration file.',
  );
}

function splitOnce(argument: string): readonly [string, string | undefined] {
  const at = argument.indexOf('=');
  return at < 0 ? [argument, undefined] : [argument.slice(0, at), argument.slice(at + 1)];
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
