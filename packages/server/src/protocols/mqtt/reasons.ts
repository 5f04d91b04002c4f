/**
 * How Posthorn's errors are said in MQTT.
 *
 * @module
 */
import type { ErrorName, PosthornError } from '@posthorn/protocol';
import { MqttError } from './error.ts';
import { REASON } from './reason-codes.ts';

/** The packets that tell of an error. PUBREC has the codes of PUBACK. */
export type Refusal = 'connack' | 'puback' | 'suback' | 'disconnect';

/** What each packet can carry (§3.2.2.2, §3.4.2.1, §3.9.3, §3.14.2.1 for a server). */
const ALLOWED: Readonly<Record<Refusal, ReadonlySet<number>>> = {
  connack: new Set([...range(0x80, 0x8a), 0x8c, 0x90, 0x95, 0x97, 0x99, 0x9a, 0x9b, 0x9c, 0x9d, 0x9f]),
  puback: new Set([0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99]),
  suback: new Set([0x80, 0x83, 0x87, 0x8f, 0x91, 0x97, 0x9e, 0xa1, 0xa2]),
  disconnect: new Set([...range(0x80, 0x83), 0x87, 0x89, 0x8b, 0x8d, 0x8e, 0x8f, 0x90, ...range(0x93, 0xa2)]),
};

type Row = Readonly<Record<Refusal, number>>;

/** For MQTT 5's acks, 0x97 is what a server's bounds refuse, and 0x99 what is wrong with the content. */
const TABLE: Readonly<Record<ErrorName, Row>> = {
  INVALID: row(0x83, 0x99, 0x83, 0x82),
  UNKNOWN_REQUEST: row(0x83, 0x83, 0x83, 0x83),
  UNSUPPORTED_VERSION: row(0x84, 0x83, 0x83, 0x82),
  TOO_LARGE: row(0x95, 0x97, 0x97, 0x95),
  MALFORMED_FRAME: row(0x81, 0x99, 0x80, 0x81),

  UNAUTHENTICATED: row(0x87, 0x87, 0x87, 0x87),
  BAD_CREDENTIALS: row(0x86, 0x87, 0x87, 0x87),
  SESSION_REVOKED: row(0x87, 0x87, 0x87, 0x98),
  SESSION_EXPIRED: row(0x87, 0x87, 0x87, 0xa0),
  REPLACED: row(0x83, 0x87, 0x87, 0x8e),
  ALREADY_LOGGED_IN: row(0x87, 0x87, 0x87, 0x8e),
  REGISTRATION_CLOSED: row(0x87, 0x87, 0x87, 0x87),
  NAME_TAKEN: row(0x87, 0x87, 0x87, 0x87),
  ACCOUNT_DISABLED: row(0x8a, 0x87, 0x87, 0x98),
  SECOND_FACTOR_REQUIRED: row(0x87, 0x87, 0x87, 0x87),

  FORBIDDEN: row(0x87, 0x87, 0x87, 0x87),
  NOT_FOUND: row(0x87, 0x90, 0x87, 0x87),
  NOT_A_MEMBER: row(0x87, 0x87, 0x87, 0x87),
  BLOCKED: row(0x87, 0x87, 0x87, 0x87),
  MUTED: row(0x87, 0x87, 0x87, 0x87),
  CONFLICT: row(0x83, 0x83, 0x83, 0x83),
  LIMIT_EXCEEDED: row(0x97, 0x97, 0x97, 0x97),
  REFUSED: row(0x87, 0x87, 0x87, 0x87),

  RATE_LIMITED: row(0x9f, 0x97, 0x97, 0x96),
  UNAVAILABLE: row(0x88, 0x80, 0x80, 0x89),
  STORAGE_FULL: row(0x88, 0x97, 0x97, 0x97),
  HELD: row(0x88, 0x80, 0x80, 0x89),
  TIMEOUT: row(0x88, 0x80, 0x80, 0x89),
  DRAINING: row(0x88, 0x80, 0x80, 0x8b),
  SLOW_READER: row(0x88, 0x97, 0x97, 0x97),
  IDLE_TIMEOUT: row(0x88, 0x80, 0x80, 0x8d),
  OVERLOADED: row(0x89, 0x97, 0x97, 0x89),
  INTERNAL: row(0x80, 0x80, 0x80, 0x80),
  DIVERGED: row(0x88, 0x80, 0x80, 0x80),
};

/** The reason code that a packet can carry for this error. */
export function reasonOf(error: PosthornError, of: Refusal): number {
  if (error instanceof MqttError && ALLOWED[of].has(error.reasonCode)) return error.reasonCode;
  return TABLE[error.code][of];
}

/**
 * The return code of 3.1.1 for a reason code of MQTT 5. Undefined: it has none, and the connection closes without a CONNACK
 * (3.1.1 [MQTT-3.2.2-6]).
 */
export function connackReturnCode(reasonCode: number): number | undefined {
  switch (reasonCode) {
    case REASON.success:
      return 0;
    case REASON.unsupportedVersion:
      return 1;
    case REASON.clientIdNotValid:
      return 2;
    case REASON.badUserNameOrPassword:
      return 4;
    case REASON.notAuthorized:
    case REASON.banned:
    case REASON.badAuthenticationMethod:
      return 5;
    case REASON.unspecified:
    case REASON.implementationSpecific:
    case REASON.serverUnavailable:
    case REASON.serverBusy:
    case REASON.quotaExceeded:
    case REASON.useAnotherServer:
    case REASON.serverMoved:
    case REASON.connectionRateExceeded:
      return 3;
    default:
      return undefined;
  }
}

function row(connack: number, puback: number, suback: number, disconnect: number): Row {
  return { connack, puback, suback, disconnect };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
