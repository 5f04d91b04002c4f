/**
 * Names by which people bind without anybody looking for them before: `uid={name},ou=people,dc=example,dc=com`, or
 * `{name}@example.com`, which Active Directory takes.
 *
 * @module
 */

export interface Template {
  /** `principal`: a userPrincipalName, which says nothing of the DN. */
  readonly kind: 'dn' | 'principal';
  readonly text: string;
  /** What of an entry says the name that its user types. */
  readonly attribute: string;
}

const HOLE = '{name}';
const DN = /^([a-z][\w.-]*)=\{name\}(?:,\s*[a-z][\w.-]*=[^{}]+)+$/i;
const PRINCIPAL = /^\{name\}@[a-z0-9][a-z0-9.-]*$/i;

/** Undefined: it is neither. */
export function templateOf(text: string): Template | undefined {
  const attribute = DN.exec(text)?.[1];
  if (attribute !== undefined) return { kind: 'dn', text, attribute };
  return PRINCIPAL.test(text) ? { kind: 'principal', text, attribute: 'userPrincipalName' } : undefined;
}

/** The name to bind with. */
export function filledIn({ kind, text }: Template, name: string): string {
  return text.replace(HOLE, () => (kind === 'dn' ? escapedForDn(name) : name));
}

/** As the value of an attribute in a DN (RFC 4514 §2.4): what might mean something there is in hexadecimal. */
function escapedForDn(value: string): string {
  return value.replaceAll(/[^a-z0-9._-]/giu, (each) =>
    [...Buffer.from(each)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}
