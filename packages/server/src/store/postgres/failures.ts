/**
 * Maps PostgreSQL's error codes (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 *
 * @module
 */
import { DatabaseFailure } from '../server/engine.ts';
import type { FailureKind } from '../server/engine.ts';
import type { StoreErrorCode } from '../store.ts';
import { ENCODING_HINT } from '../../url-login.ts';

/** Serialisation failure; deadlock; a key written by another process since we looked. */
const AGAIN = ['40001', '40P01', '23505'];
/** A read-only server, which is no longer the primary. */
const DEMOTED = ['25006'];
const FORBIDDEN = '42501';
const FULL = ['53100'];
const CORRUPT = ['XX001', 'XX002'];
/** Connection exceptions; shutdown; the server ended our connection or transaction. */
const GONE = /^(08|57P0|25P0[34])/;

export function failureOf(error: unknown): DatabaseFailure {
  if (error instanceof DatabaseFailure) return error;
  const { code = '', message } = error as { readonly code?: string; readonly message: string };
  const [kind, meaning] = kindOf(code);
  return new DatabaseFailure(kind, meaning, adviceFor(code, message), { cause: error });
}

/** The server's message, with advice where needed. */
function adviceFor(code: string, message: string): string {
  if (DEMOTED.includes(code)) {
    return `PostgreSQL takes no writes there (${message}): name the primary one in --store, or switch off default_transaction_read_only.`;
  }
  if (code === FORBIDDEN) {
    return `The user of --store may not do that (${message}): make it the owner of the database.`;
  }
  return message;
}

function kindOf(code: string): readonly [FailureKind, StoreErrorCode] {
  if (AGAIN.includes(code)) return ['again', 'unavailable'];
  if (FULL.includes(code)) return ['refused', 'full'];
  if (CORRUPT.includes(code)) return ['refused', 'corrupt'];
  // Errors without a SQLSTATE come from the network.
  if (DEMOTED.includes(code) || GONE.test(code) || !/^[0-9A-Z]{5}$/.test(code)) {
    return ['broken', 'unavailable'];
  }
  return ['refused', 'unavailable'];
}

/** Explains to the operator why there is no connection. `place` contains no password. */
export function whyNotConnected(error: unknown, place: string): DatabaseFailure {
  const { code = '', message } = error as { readonly code?: string; readonly message: string };
  return new DatabaseFailure('broken', 'unavailable', sentenceFor(code, message, place), { cause: error });
}

function sentenceFor(code: string, message: string, place: string): string {
  switch (code) {
    case '28P01':
    case '28000':
      return `PostgreSQL does not let us in at ${place}: check the user and the password in --store; ${ENCODING_HINT}.`;
    case '3D000':
      return `There is no such database at ${place}: make it ("createdb"), or name another in --store.`;
    case FORBIDDEN:
      return `The user of ${place} may not do that (${message}): grant it the database, best as its owner.`;
    case '53300':
      return `PostgreSQL has no connection left for ${place}: raise its max_connections, or lower pool= in --store.`;
    case '57P03':
      return `PostgreSQL at ${place} is starting or stopping (${message}).`;
    case 'ECONNREFUSED':
    case 'ENOENT':
    case 'ENOTFOUND':
    case 'EHOSTUNREACH':
    case 'EAI_AGAIN':
      return `PostgreSQL cannot be reached at ${place} (${code}): check host and port in --store, and that it runs.`;
    default:
      return `PostgreSQL cannot be used at ${place}: ${message}.`;
  }
}
