/**
 * Properties that CIM's `/sendMsg` gives to a note. They travel beside its text as custom content, so that CIM's
 * clients get them back and all others show the text. Only the server writes into an inbox, and only there do
 * they count: nobody can put another name on a message of their own.
 *
 * @module
 */

/** The type of the custom content. */
export const CIM_PROPERTIES = 'cim.properties';

export type CimProperties = Readonly<Record<string, string>>;

export function writeProperties(properties: CimProperties): Uint8Array {
  return Buffer.from(JSON.stringify(properties));
}

/** Nothing for what is no such thing: anybody may have written it. */
export function readProperties(data: Uint8Array): CimProperties {
  try {
    const value: unknown = JSON.parse(Buffer.from(data).toString());
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
    return Object.fromEntries(
      Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return {};
  }
}
