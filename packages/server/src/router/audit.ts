/**
 * What a router tells the audit. Committed changes are recorded by the writes themselves (store/audit.ts), which get an
 * {@link Origin}. Everything else, refusals above all, goes to an {@link AuditTrail}, which bounds what it keeps.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { ErrorName } from '@posthorn/protocol';
import type { Clock } from '../clock.ts';
import type { Origin } from '../store/audit.ts';
import type { Caller } from './router.ts';

/** Something that happened and changed nothing. */
export interface AuditNote extends Origin {
  /** Why it was refused. `OK`: it was done. */
  readonly code: ErrorName | 'OK';
  /** The account it is about, or 0. */
  readonly user: number;
}

export interface AuditTrail {
  note(note: AuditNote): void;
}

/** The origin of what a caller does now. */
export function originOf(clock: Clock, { session, address }: Caller, event: string): Origin {
  const { user: actor = 0, id = 0, key } = session ?? {};
  return { event, time: clock.now(), actor, session: id, address, key: key?.id ?? 0 };
}

/** The origin of what the server does by itself. */
export function ownOrigin(clock: Clock, event: string): Origin {
  return { event, time: clock.now(), actor: 0, session: 0, address: '' };
}

/** A refusal that is about an account which the request does not name. The audit learns which one, the client does not. */
export class AccountRefusal extends PosthornError {
  readonly user: number;

  constructor(user: number, { code, message, retryAfterMs, reason }: PosthornError) {
    super(code, message, { retryAfterMs, reason });
    this.user = user;
  }
}

/** Codes that tell of the state of the server or of malformed bytes, not of what somebody tried to do. */
const TROUBLE: ReadonlySet<ErrorName | 'OK'> = new Set<ErrorName>([
  'UNAVAILABLE',
  'STORAGE_FULL',
  'TIMEOUT',
  'DRAINING',
  'INTERNAL',
  'MALFORMED_FRAME',
]);

/**
 * What the audit keeps of a request besides the changes that its writes record: nothing, its refusals, or also that it was
 * carried out.
 */
export type Audited = 'nothing' | 'refusals' | 'everything';

/** Whether a request that ended with `code` belongs into the trail. */
export function isNoted(audited: Audited, code: ErrorName | 'OK'): boolean {
  return audited === 'everything'
    ? !TROUBLE.has(code)
    : audited === 'refusals' && code !== 'OK' && !TROUBLE.has(code);
}

/** The account that a request is about: by its refusal, or by its field `user`. 0: none. */
export function accountOf(request: unknown, refusal?: PosthornError): number {
  if (refusal instanceof AccountRefusal) return refusal.user;
  const user = typeof request === 'object' && request !== null && 'user' in request ? request.user : 0;
  return typeof user === 'number' ? user : 0;
}
