/**
 * Templates: configurations, and the page.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';

/** The template `<name>.in` of this package, with the values in double braces filled in. */
export async function filledIn(
  name: string,
  values: Readonly<Record<string, string | number>>,
): Promise<string> {
  const text = await readFile(new URL(`../${name}.in`, import.meta.url), 'utf8');
  return text.replace(/\{\{(\w+)\}\}/g, (_all, key: string) => {
    const value = values[key];
    if (value === undefined) throw new RangeError(`${name} asks for ${key}`);
    return String(value);
  });
}
