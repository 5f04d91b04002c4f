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

const TOKEN = /^(\d{1,16})\.(\d{1,16})\.(\d{1,16})\.[\w-]{43}$/;

/** The value of `?link=`. */
export function signLink(key: Uint8Array, { file, session, user, expiresAt }: Link): string {
  const mac = createHmac('sha256', key).update(`file ${file} ${session} ${user} ${expiresAt}`);
  return `${session}.${user}.${expiresAt}.${mac.digest('base64url')}`;
}

/** Undefined unless it is what we have made for this file. Its time may be over. */
export function readLink(key: Uint8Array, file: string, token: string): Link | undefined {
  const [, session, user, expiresAt] = TOKEN.exec(token) ?? [];
  const link = { file, session: Number(session), user: Number(user), expiresAt: Number(expiresAt) };
  const [given, right] = [Buffer.from(token), Buffer.from(signLink(key, link))];
  return given.length === right.length && timingSafeEqual(given, right) ? link : undefined;
}
