/**
 * What an entry of a directory says of a person.
 *
 * @module
 */
import type { Entry } from 'ldapts';
import type { ExternalIdentity } from '../../router/login-way.ts';
import type { DirectorySettings } from './directories-file.ts';

/** Their values are 16 bytes, which Windows writes as a GUID ([MS-DTYP] §2.3.4). */
const GUIDS: ReadonlySet<string> = new Set(['objectguid', 'guid']);
/** They say whether somebody may log in: Active Directory, 389 Directory Server and FreeIPA, OpenLDAP's ppolicy. */
export const STATE_ATTRIBUTES = [
  'userAccountControl',
  'accountExpires',
  'nsAccountLock',
  'pwdAccountLockedTime',
];

/** [MS-ADTS] §2.2.16. */
const ACCOUNT_DISABLE = 0x2;
/** Until somebody unlocks it; other times end by themselves, and strangers can cause them. */
const LOCKED_FOR_GOOD = '000001010000Z';
/** Between 1601, where Windows begins, and 1970. */
const WINDOWS_EPOCH_MS = 11_644_473_600_000n;
/** `accountExpires` that never comes ([MS-ADA1] §2.3). */
const NEVER: ReadonlySet<bigint> = new Set([0n, 0x7f_ff_ff_ff_ff_ff_ff_ffn]);

type Mapping = Pick<DirectorySettings, 'id' | 'attributes' | 'linkByEmail'>;

/** Undefined: it has no subject, so nobody knows who it is. */
export function identityOf(
  entry: Entry,
  { id, attributes, linkByEmail }: Mapping,
): ExternalIdentity | undefined {
  const subject = subjectOf(entry, attributes.subject);
  if (subject === undefined) return undefined;
  const [name = subject] = textsOf(entry, attributes.name);
  return {
    issuer: issuerOf(id),
    subject,
    name,
    displayName: textsOf(entry, attributes.displayName)[0],
    verifiedEmail: linkByEmail ? textsOf(entry, attributes.email)[0] : undefined,
  };
}

/** Who says who the people of a directory are. */
export function issuerOf(id: string): string {
  return `ldap:${id}`;
}

/** Whether the directory itself would let nobody in with it. `now`: Unix ms. */
export function isDisabled(entry: Entry, now: number): boolean {
  const [control = '0'] = textsOf(entry, 'userAccountControl');
  if ((Number(control) & ACCOUNT_DISABLE) !== 0) return true;
  if (textsOf(entry, 'nsAccountLock').some((each) => each.toLowerCase() === 'true')) return true;
  if (textsOf(entry, 'pwdAccountLockedTime').includes(LOCKED_FOR_GOOD)) return true;
  const [expires = '0'] = textsOf(entry, 'accountExpires');
  if (!/^\d{1,19}$/.test(expires)) return false;
  const at = BigInt(expires);
  return !NEVER.has(at) && at / 10_000n - WINDOWS_EPOCH_MS <= BigInt(now);
}

/** The values of an attribute, however the server spells its name. */
export function textsOf(entry: Entry, attribute: string): readonly string[] {
  return valuesOf(entry, attribute).filter((each) => typeof each === 'string' && each !== '') as string[];
}

function valuesOf(entry: Entry, attribute: string): readonly (string | Buffer)[] {
  const key = Object.keys(entry).find((each) => each.toLowerCase() === attribute.toLowerCase());
  return key === undefined ? [] : [entry[key] ?? []].flat();
}

function subjectOf(entry: Entry, attribute: string): string | undefined {
  const [value] = valuesOf(entry, attribute);
  const isGuid = GUIDS.has(attribute.toLowerCase());
  if (isGuid) return Buffer.isBuffer(value) && value.length === 16 ? guidOf(value) : undefined;
  const text = value?.toString() ?? '';
  return text === '' ? undefined : text;
}

/** As the directory compares a subject: bytes for GUIDs. */
export function subjectValue(attribute: string, subject: string): string | Buffer {
  return GUIDS.has(attribute.toLowerCase())
    ? swapped(Buffer.from(subject.replaceAll('-', ''), 'hex'))
    : subject;
}

function guidOf(bytes: Buffer): string {
  const hex = swapped(bytes).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The first three groups are little-endian. */
function swapped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.subarray(0, 4).reverse();
  copy.subarray(4, 6).reverse();
  copy.subarray(6, 8).reverse();
  return copy;
}
