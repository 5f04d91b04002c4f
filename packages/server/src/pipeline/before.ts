/**
 * Who is asked before something happens. Answers are awaited, so whoever gives them bounds their time.
 *
 * @module
 */
import type { ContentInit } from '@posthorn/protocol';
import type { Rule, Submission } from './submission.ts';

/** What is written instead of what was sent. */
export interface Instead {
  /** Has been checked. */
  readonly content: ContentInit;
  readonly rule: Rule;
}

export interface BeforeSend {
  /** Whether anybody is asked about this. */
  asks(submission: Submission): boolean;
  /**
   * Undefined: what was sent is written. Rejects with REFUSED, for good, or with a code that may be retried. Called for
   * several sends at once. `conversation`: where it goes, which the submission may not say.
   */
  ask(submission: Submission, conversation: number): Promise<Instead | undefined>;
}

/** Each rejects as {@link BeforeSend.ask} does. Undefined: nobody is asked about it. */
export interface Before {
  readonly send?: BeforeSend | undefined;
  /** Resolves with the name that the file gets. */
  readonly upload?: ((upload: UploadAsked) => Promise<string>) | undefined;
  /** Resolves with the display name that the account gets. */
  readonly register?: ((registration: RegistrationAsked) => Promise<string>) | undefined;
  readonly join?: ((join: JoinAsked) => Promise<void>) | undefined;
  close(): void;
}

export interface UploadAsked {
  readonly user: number;
  readonly name: string;
  /** As the client calls it. */
  readonly type: string;
  /** Undefined: it is not known yet. */
  readonly bytes: number | undefined;
}

export interface RegistrationAsked {
  readonly name: string;
  readonly displayName: string;
  /** Where it comes from. */
  readonly address: string;
}

export interface JoinAsked {
  readonly user: number;
  readonly name: string;
  readonly conversation: number;
  readonly title: string;
}
