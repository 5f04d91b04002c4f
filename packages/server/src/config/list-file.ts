/**
 * JSON files that an option names: a list of objects, each with an id.
 *
 * @module
 */
import { dirname, resolve } from 'node:path';
import { ConfigError } from './config-error.ts';
import { readTextFile } from './text-file.ts';

export interface ListFile {
  /** As it is written in commands. */
  readonly option: string;
  /** What one of the list is, for errors. */
  readonly item: string;
  readonly max: number;
}

const ID = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** Throws a ConfigError that names the file, the place in the list, and the key. */
export function readListFile<T extends { readonly id: string }>(
  path: string,
  { option, item, max }: ListFile,
  read: (reading: ItemReading) => T,
): readonly T[] {
  const text = readTextFile(path, `${option}: the file`);
  if (text === undefined) throw new ConfigError(`${option}: there is no file ${path}.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ConfigError(`${option}: ${path} is no JSON: ${(cause as Error).message}`, { cause });
  }
  const list: readonly unknown[] = Array.isArray(json) ? json : [];
  if (list.length === 0 || list.length > max)
    throw new ConfigError(`${option}: ${path} must be a list of 1 to ${max}, each a ${item}.`);
  const items = list.map((each, at) => {
    const reading = new ItemReading(path, `${option}: ${item} ${at + 1} in ${path}`, each);
    const found = read(reading);
    reading.end();
    return found;
  });
  const ids = items.map(({ id }) => id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined)
    throw new ConfigError(`${option}: ${path} has the id "${twice}" twice; each ${item} needs its own.`);
  return items;
}

/** Reads one object; each key once, so that those that nobody has read are slips. */
export class ItemReading {
  readonly #path: string;
  readonly #where: string;
  readonly #left: Map<string, unknown>;

  constructor(path: string, where: string, given: unknown) {
    this.#path = path;
    this.#where = where;
    if (typeof given !== 'object' || given === null || Array.isArray(given))
      throw this.wrong('must be an object');
    this.#left = new Map(Object.entries(given));
  }

  id(): string {
    const id = this.text('id');
    if (ID.test(id)) return id;
    throw this.wrong('needs an "id" of lower-case letters, digits and "-"');
  }

  /** Without `otherwise` it is needed. */
  text(key: string, otherwise?: string): string {
    const value = this.take(key) ?? otherwise;
    if (value === undefined) throw this.wrong(`needs "${key}"`);
    return this.#textOf(value, key);
  }

  flag(key: string, otherwise: boolean): boolean {
    const value = this.take(key) ?? otherwise;
    if (typeof value === 'boolean') return value;
    throw this.wrong(`has a "${key}" that is neither true nor false`);
  }

  /** An object whose keys are those of `defaults`. */
  texts<Key extends string>(key: string, defaults: Readonly<Record<Key, string>>): Record<Key, string> {
    const given = this.take(key) ?? {};
    if (typeof given !== 'object' || Array.isArray(given))
      throw this.wrong(`has "${key}" that are no object`);
    const known = Object.keys(defaults);
    const strange = Object.keys(given).find((each) => !known.includes(each));
    if (strange !== undefined)
      throw this.wrong(`has "${strange}" among its "${key}"; ${known.join(', ')} are known`);
    const texts: Record<Key, string> = { ...defaults };
    for (const [name, value] of Object.entries(given))
      texts[name as Key] = this.#textOf(value, `${key}.${name}`);
    return texts;
  }

  /** The text of a file beside this one that the key names; undefined where it names none. */
  file(key: string): string | undefined {
    const file = this.text(key, '');
    if (file === '') return undefined;
    const path = resolve(dirname(this.#path), file);
    const text = readTextFile(path, `${this.#where}: the file`)?.trim();
    if (text === undefined || text === '')
      throw this.wrong(`has a "${key}" that is missing or empty: ${path}`);
    return text;
  }

  take(key: string): unknown {
    const value = this.#left.get(key);
    this.#left.delete(key);
    return value;
  }

  /** Throws for keys that nobody has read. */
  end(): void {
    const [strange] = this.#left.keys();
    if (strange !== undefined) throw this.wrong(`has the key "${strange}", which means nothing here`);
  }

  wrong(what: string): ConfigError {
    return new ConfigError(`${this.#where} ${what}.`);
  }

  #textOf(value: unknown, key: string): string {
    if (typeof value === 'string') return value;
    throw this.wrong(`has a "${key}" that is no text`);
  }
}
