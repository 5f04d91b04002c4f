/**
 * Maps the error numbers of MariaDB and MySQL (https://mariadb.com/kb/en/mariadb-error-codes/).
 *
 * @module
 */
import { DatabaseFailure } from '../server/engine.ts';
import type { FailureKind } from '../server/engine.ts';
import type { StoreErrorCode } from '../store.ts';
import { ENCODING_HINT } from '../../url-login.ts';

export const DUPLICATE_KEY = 1062;
/** A table, column or index exists already. */
export const THERE_ALREADY = [1050, 1060, 1061];

/** Deadlock; a key written by another process since we looked; a row changed since the snapshot. */
const AGAIN = [1213, DUPLICATE_KEY, 1020];
/** Missing rights to the database or a table. */
const FORBIDDEN = [1044, 1142];
/** A full disk, a full table. */
const FULL = [1021, 1114];
/** A read-only server, which is no longer the primary. */
const DEMOTED = [1290, 1836, 1792];
/** Shutdown, killed connection, connection timeout. */
const GONE = [1053, 1927, 1317, 4031];

interface DriverError {
  readonly errno?: number;
  readonly code?: string;
  readonly fatal?: boolean;
  readonly message: string;
}

export function failureOf(error: unknown): DatabaseFailure {
  if (error instanceof DatabaseFailure) return error;
  const given = error as DriverError;
  const [kind, meaning] = kindOf(given);
  return new DatabaseFailure(kind, meaning, adviceFor(given), { cause: error });
}

/** The server's message, with advice where needed. */
function adviceFor({ errno = 0, message }: DriverError): string {
  if (!FORBIDDEN.includes(errno)) return message;
  return `The user of --store may not do that (${message}): grant it ALL on the database.`;
}

export function numberOf(failure: DatabaseFailure): number {
  return (failure.cause as DriverError | undefined)?.errno ?? 0;
}

function kindOf({ errno = 0, fatal }: DriverError): readonly [FailureKind, StoreErrorCode] {
  if (AGAIN.includes(errno)) return ['again', 'unavailable'];
  if (FULL.includes(errno)) return ['refused', 'full'];
  // Errors without a server error number come from the network.
  const isServers = errno >= 1000;
  if (!isServers || fatal === true || DEMOTED.includes(errno) || GONE.includes(errno)) {
    return ['broken', 'unavailable'];
  }
  return ['refused', 'unavailable'];
}

/** Explains to the operator why there is no connection. `place` contains no password. */
export function whyNotConnected(error: unknown, place: string): DatabaseFailure {
  const { errno = 0, code = '', message } = error as DriverError;
  return new DatabaseFailure('broken', 'unavailable', sentenceFor({ errno, code, message }, place), {
    cause: error,
  });
}

function sentenceFor(
  { errno, code, message }: { readonly errno: number; readonly code: string; readonly message: string },
  place: string,
): string {
  switch (errno) {
    case 1045:
    case 1698:
      return `The database does not let us in at ${place}: check the user and the password in --store; ${ENCODING_HINT}.`;
    case 1049:
      return `There is no such database at ${place}: make it ("CREATE DATABASE"), or name another in --store.`;
    case 1044:
    case 1142:
      return `The user of ${place} may not do that (${message}): grant it ALL on the database.`;
    case 1040:
    case 1203:
      return `The database has no connection left for ${place}: raise its max_connections, or lower pool= in --store.`;
    default:
      break;
  }
  if (['ECONNREFUSED', 'ENOENT', 'ENOTFOUND', 'EHOSTUNREACH', 'EAI_AGAIN', 'ETIMEDOUT'].includes(code)) {
    return `The database cannot be reached at ${place} (${code}): check host and port in --store, and that it runs.`;
  }
  return `The database cannot be used at ${place}: ${message}.`;
}
