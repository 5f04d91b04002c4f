/**
 * Properties of a note sent with CIM's `/sendMsg`. They are stored beside the text as custom content, so that CIM's
 * clients receive them and other clients show the text. They count only in an inbox, where only the server writes: so
 * nobody can send a message under another name.
 *
 * @module
 */

/** The type of the custom content. */
export const CIM_PROPERTIES = 'cim.properties';

export type CimProperties = Readonly<Record<string, string>>;

export function writeProperties(properties: CimProperties): Uint8Array {
  return Buffer.from(JSON.stringify(properties));
}

/** Returns {} for malformed data, which any user can write. */
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
