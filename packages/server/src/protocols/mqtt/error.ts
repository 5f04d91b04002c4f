/**
 * What is wrong with a packet, in MQTT's own codes.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { ErrorName } from '@posthorn/protocol';
import { REASON } from './reason-codes.ts';

/** The code for everything that is no MQTT, by reason code. What is missing here breaks a rule of MQTT. */
const CODES: Readonly<Record<number, ErrorName>> = {
  [REASON.unspecified]: 'INTERNAL',
  [REASON.malformedPacket]: 'MALFORMED_FRAME',
  [REASON.unsupportedVersion]: 'UNSUPPORTED_VERSION',
  [REASON.badUserNameOrPassword]: 'BAD_CREDENTIALS',
  [REASON.notAuthorized]: 'FORBIDDEN',
  [REASON.serverUnavailable]: 'UNAVAILABLE',
  [REASON.serverBusy]: 'OVERLOADED',
  [REASON.serverShuttingDown]: 'DRAINING',
  [REASON.badAuthenticationMethod]: 'UNAUTHENTICATED',
  [REASON.keepAliveTimeout]: 'IDLE_TIMEOUT',
  [REASON.sessionTakenOver]: 'REPLACED',
  [REASON.packetTooLarge]: 'TOO_LARGE',
  [REASON.messageRateTooHigh]: 'RATE_LIMITED',
  [REASON.quotaExceeded]: 'LIMIT_EXCEEDED',
};

export interface MqttErrorDetails {
  /** Default: what corresponds to the reason code. */
  readonly code?: ErrorName;
  readonly cause?: unknown;
}

/** An error that knows its reason code of MQTT 5. */
export class MqttError extends PosthornError {
  /** 0x80 or above. reasonOf() says what a certain packet can carry of it. */
  readonly reasonCode: number;

  constructor(reasonCode: number, message: string, details: MqttErrorDetails = {}) {
    super(details.code ?? CODES[reasonCode] ?? 'INVALID', message, { cause: details.cause });
    this.name = 'MqttError';
    this.reasonCode = reasonCode;
  }
}
