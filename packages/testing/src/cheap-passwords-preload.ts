/**
 * Loaded into a server's process and its threads before anything else (`node --import`): puts a hash that costs nothing in the place
 * of argon2id. See cheap-passwords.ts.
 *
 * @module
 */
import crypto, { createHash } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

crypto.argon2Sync = (_algorithm, { message, nonce }) =>
  createHash('sha256')
    .update(nonce as Uint8Array)
    .update(message as Uint8Array)
    .digest();
syncBuiltinESMExports();
