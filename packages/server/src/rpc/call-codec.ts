/**
 * Encodes and decodes the calls between gateways and routers (RouterCall and RouterAnswer in proto/bus.proto).
 *
 * @module
 */
import { decodeServerFrame, encodeServerFrame, ERRORS, errorName, PosthornError } from '@posthorn/protocol';
import type { DeviceClass, Reply } from '@posthorn/protocol';
import type { Reason } from '@posthorn/protocol/reasons';
import type {
  ArrivalProof,
  ArrivalProofInit,
  AttachmentInfo,
  CallError,
  SessionInfo,
  SessionInfoInit,
} from '../generated/bus.ts';
import type { Answer, Attachment, CallerSession, Proof } from '../router/router.ts';

export function encodeAnswer(answer: Answer): Uint8Array {
  return answer instanceof Uint8Array ? answer : encodeServerFrame({ body: answer });
}

/** Throws a PosthornError for an answer that this version does not know. */
export function decodeReply(bytes: Uint8Array): Reply {
  const { body } = decodeServerFrame(bytes);
  if (body === undefined) throw new PosthornError('INTERNAL', 'the router answers with something unknown');
  return body;
}

export function toSessionInfo(session: CallerSession): SessionInfoInit {
  return session;
}

export function fromSessionInfo(info: SessionInfo | undefined): CallerSession {
  if (info === undefined) throw new PosthornError('INTERNAL', 'a session is missing');
  // Routers and gateways of neighbouring versions have the same classes.
  return { ...info, deviceClass: info.deviceClass as DeviceClass };
}

export function toArrivalProof(proof: Proof): ArrivalProofInit {
  return typeof proof === 'string' ? { case: 'token', value: proof } : { case: 'identity', value: proof };
}

export function fromArrivalProof({ value }: ArrivalProof): Proof {
  return value;
}

export function toAttachmentInfo({ session, slot, fence, rooms, reply, proof = '' }: Attachment): {
  readonly [K in keyof AttachmentInfo]: K extends 'session' ? SessionInfoInit : AttachmentInfo[K];
} {
  return { session: toSessionInfo(session), slot, fence, rooms, reply: encodeAnswer(reply), proof };
}

export function fromAttachmentInfo(info: AttachmentInfo): Attachment {
  const { session, slot, fence, rooms, reply, proof } = info;
  return {
    session: fromSessionInfo(session),
    slot,
    fence,
    rooms,
    reply: decodeReply(reply),
    ...(proof !== '' && { proof }),
  };
}

export function toCallError({ code, message, retryAfterMs, reason }: PosthornError): CallError {
  return { code: ERRORS[code].code, message, retryAfterMs, reason };
}

export function fromCallError({ code, message, retryAfterMs, reason }: CallError): PosthornError {
  // A newer router may have others: they are passed on.
  return new PosthornError(errorName(code), message, { retryAfterMs, reason: reason as Reason });
}

/** Whether this version knows the code. A newer router may send others. */
export function isKnownError({ code }: CallError): boolean {
  return ERRORS[errorName(code)].code === code;
}
