/**
 * JWTs as a backend makes them, and as others forge them.
 *
 * @module
 */
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const SECRET = 'a-secret-that-only-the-backend-and-the-server-know';

export type Claims = Readonly<Record<string, unknown>>;

/** Seconds from now on. */
export function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

export function encoded(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** Signed as the header says where nothing else is said. */
export function hs256(claims: Claims, secret: string | Uint8Array = SECRET, header: Claims = {}): string {
  const head = `${encoded({ alg: 'HS256', typ: 'JWT', ...header })}.${encoded(claims)}`;
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
}

/** Of somebody who may come in now. */
export function good(more: Claims = {}): Claims {
  return { sub: 'juliet', exp: inSeconds(300), ...more };
}

/** A file that goes with `remove`. */
export function fileWith(text: string): { readonly path: string; readonly remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'posthorn-'));
  const path = join(directory, 'secret');
  writeFileSync(path, text);
  return { path, remove: () => rmSync(directory, { recursive: true }) };
}
