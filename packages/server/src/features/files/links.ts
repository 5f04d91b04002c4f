/**
 * Links to files for those who cannot send a header, such as a `<video>`. A link is good for a short time, and ends with the
 * session in which it was made; whether its user may still read the file is asked at each use.
 *
 * @module
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link stands for. */
export interface Link {
  readonly file: string;
  readonly session: number;
  readonly user: number;
  /** Unix ms. */
  readonly expiresAt: number;
}

const TOKEN = /^(\d{1,16})\.(\d{1,16})\.(\d{1,16})\.([\w-]{43})$/;

/** The value of `?link=`. */
export function signLink(key: Uint8Array, link: Link): string {
  const { session, user, expiresAt } = link;
  return `${session}.${user}.${expiresAt}.${macOf(key, link).toString('base64url')}`;
}

/** Undefined unless we have made it for this file. Its time may be over. */
export function readLink(key: Uint8Array, file: string, token: string): Link | undefined {
  const [, session, user, expiresAt, mac = ''] = TOKEN.exec(token) ?? [];
  const link = { file, session: Number(session), user: Number(user), expiresAt: Number(expiresAt) };
  const given = Buffer.from(mac, 'base64url');
  const right = macOf(key, link);
  return given.length === right.length && timingSafeEqual(given, right) ? link : undefined;
}

/** Every field has one form, so no two links have the same text. */
function macOf(key: Uint8Array, { file, session, user, expiresAt }: Link): Buffer {
  return createHmac('sha256', key).update(`file ${file} ${session} ${user} ${expiresAt}`).digest();
}
