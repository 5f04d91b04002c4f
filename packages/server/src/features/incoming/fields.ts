/**
 * Reading JSON of tools, which may lack anything, or have something else in its place.
 *
 * @module
 */

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Empty if it is no text, nor a number. */
export function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
}

/** The objects in a list. Empty if it is no list. */
export function listIn(fields: Fields, name: string): readonly Fields[] {
  const value = fields[name];
  return Array.isArray(value) ? value.filter(isFields) : [];
}

export function fieldsIn(fields: Fields, name: string): Fields {
  const value = fields[name];
  return isFields(value) ? value : {};
}

/** Those that are not empty. */
export function filled(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line !== '');
}
