/**
 * What the sample answers to requests of the protocol: enough to draw members, people and sessions.
 *
 * @module
 */
import type { Engine } from '@posthorn/client/engine';
import type { RequestCase } from '@posthorn/protocol';
import type { SampleData } from './data.ts';
import { PEOPLE_ANSWERS } from './people-calls.ts';

type Answers = {
  readonly [K in RequestCase]?: (data: SampleData, request: Readonly<Record<string, unknown>>) => unknown;
};

const ANSWERS: Answers = {
  // Requests are given as the views make them; the table cannot say so.
  ...(PEOPLE_ANSWERS as Answers),
  listMembers: (data, { conversation }) => ({
    members: data.membersOf(Number(conversation)),
    next: '',
  }),
  listSessions: () => ({ sessions: [] }),
};

/** Rejects what the sample does not know, as a server that cannot be reached. */
export const answerCall = (async (data: SampleData, name: RequestCase, request: unknown) => {
  const answer = ANSWERS[name];
  if (answer === undefined) {
    const error = {
      code: 'UNAVAILABLE',
      message: 'The sample has no server',
      retryAfterMs: undefined,
      canRetry: true,
    };
    return Promise.reject(Object.assign(new Error(error.message), error));
  }
  return Promise.resolve(answer(data, (request ?? {}) as Readonly<Record<string, unknown>>));
  // Each answer above is of the kind that its request has; the table cannot say so.
}) as unknown as (data: SampleData, ...call: Parameters<Engine['call']>) => ReturnType<Engine['call']>;
