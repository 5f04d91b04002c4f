import type { ContentInit, State } from '@posthorn/protocol';

/** One message of the sample: who says what, so many minutes ago. */
export interface Said {
  readonly by: number;
  readonly minutesAgo: number;
  readonly content: ContentInit;
  readonly state?: Partial<State>;
  readonly replyTo?: number;
}
