/**
 * Refusals with an HTTP status that the table of errors does not have: those of tus, of ranges and of media types.
 *
 * @module
 */
import { ERRORS } from '@posthorn/protocol';
import type { ErrorName } from '@posthorn/protocol';
import type { Reason } from '@posthorn/protocol/reasons';
import type { FastifyReply } from 'fastify';

export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly status: number;
  readonly code: ErrorName;
  readonly headers: Readonly<Record<string, string>>;
  readonly reason: Reason | undefined;

  /** `code` and `reason`: what programs read in the body; `headers`: of the answer. */
  constructor(
    status: number,
    code: ErrorName,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    reason?: Reason,
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.reason = reason;
  }

  /** Answers like any other refusal over HTTP. */
  send(reply: FastifyReply): FastifyReply {
    const { status, code, message, headers, reason } = this;
    const mayRetry = ERRORS[code].retry ? { 'retry-after': '1' } : {};
    return reply
      .code(status)
      .headers({ ...mayRetry, ...headers })
      .send({ error: { code, message, ...(reason !== undefined && { reason }) } });
  }
}

/** 423: somebody else works on it. */
export function locked(): HttpRefusal {
  return new HttpRefusal(423, 'HELD', 'another request works on this upload; try again when it has ended');
}
