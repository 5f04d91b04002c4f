/**
 * Passwords that cost nothing, for servers whose tests are about something else: argon2id takes 20 ms of a core by
 * design, and most tests make accounts only to have some.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { ServerParts } from '@posthorn/server';

type Derive = NonNullable<ServerParts['derive']>;

/** Tells passwords and salts apart, and protects nothing. */
export const cheapDerive: Derive = async (_algorithm, { message, nonce }) =>
  createHash('sha256')
    .update(nonce as Uint8Array)
    .update(message as Uint8Array)
    .digest();

/**
 * Options of Node that make a server in a process of its own do the same. They load a file that is no part of what is
 * published, so no option of `posthorn start` can do it.
 */
export const CHEAP_PASSWORDS: readonly string[] = [
  '--import',
  fileURLToPath(new URL('./cheap-passwords-preload.ts', import.meta.url)),
];
