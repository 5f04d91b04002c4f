/**
 * Why a post is refused, in the words of Slack's incoming webhooks, which tools know, with a sentence for people.
 *
 * @module
 */
import type { PosthornError } from '@posthorn/protocol';

const STATUS = {
  invalid_payload: 400,
  no_text: 400,
  too_many_attachments: 400,
  too_many_blocks: 400,
  invalid_key: 400,
  invalid_token: 403,
  action_prohibited: 403,
  account_inactive: 403,
  channel_not_found: 404,
  conflict: 409,
  channel_is_archived: 410,
  payload_too_large: 413,
  rate_limited: 429,
  internal_error: 500,
  unavailable: 503,
} as const;

export type RefusalName = keyof typeof STATUS;

export class PostRefusal extends Error {
  override readonly name = 'PostRefusal';
  readonly code: RefusalName;
  readonly retryAfterMs: number;

  constructor(
    code: RefusalName,
    words: string,
    { retryAfterMs = 0, cause }: { readonly retryAfterMs?: number; readonly cause?: unknown } = {},
  ) {
    super(words, { cause });
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }

  get status(): number {
    return STATUS[this.code];
  }
}

/** Anything that was thrown while a post was taken. */
export function refusalOf(error: PosthornError): PostRefusal {
  const { message, retryAfterMs } = error;
  return new PostRefusal(nameOf(error), message, { retryAfterMs, cause: error });
}

function nameOf(error: PosthornError): RefusalName {
  switch (error.code) {
    case 'TOO_LARGE':
      return 'payload_too_large';
    case 'RATE_LIMITED':
      return 'rate_limited';
    case 'CONFLICT':
      return 'conflict';
    case 'NOT_FOUND':
      return 'channel_not_found';
    case 'FORBIDDEN':
    case 'REFUSED':
    case 'LIMIT_EXCEEDED':
      return 'action_prohibited';
    case 'INVALID':
      return 'invalid_payload';
    case 'INTERNAL':
      return 'internal_error';
    default:
      return error.canRetry ? 'unavailable' : 'action_prohibited';
  }
}
