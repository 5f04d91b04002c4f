/**
 * Closes polls whose time has come, in the name of who sent them. Votes are refused from that time on, also before this is
 * done.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { dueDuty } from '../../pipeline/due-work.ts';
import type { Duty } from '../../pipeline/duties.ts';
import { serverClientId } from '../../router/ids.ts';
import type { Services } from '../../router/services.ts';
import type { ClosePollEffect } from './effects.ts';
import * as pollQueries from './queries.ts';
import type { ClosingPoll } from './queries.ts';

export function duties(services: Services): readonly Duty[] {
  const { store } = services;
  return [
    dueDuty(services, {
      name: 'polls',
      find: (page) => store.run(pollQueries.duePolls, page),
      carryOut: (polls) => closePolls(services, polls),
    }),
  ];
}

async function closePolls(services: Services, polls: readonly ClosingPoll[]): Promise<void> {
  const done = await Promise.all(polls.map((poll) => closePoll(services, poll)));
  const ids = polls.filter((_poll, index) => done[index]).map(({ id }) => id);
  await services.store.run(pollQueries.forgetClosing, ids);
}

/** Resolves with whether there is nothing more to do. */
async function closePoll({ append }: Services, { conversation, seq, sender }: ClosingPoll): Promise<boolean> {
  const effect: ClosePollEffect = { type: 'close-poll', target: seq, seesFrom: 0, isManager: true };
  try {
    await append.submit({
      sender,
      // No device of the sender has it yet.
      connection: 0,
      sequence: 0,
      conversation,
      peer: 0,
      // A repeat, also by another router, writes nothing.
      clientId: serverClientId(`poll-${conversation}-${seq}-closes`),
      order: 0,
      content: { kind: { case: 'closePoll', value: { target: seq } } },
      rule: () => effect,
    });
    return true;
  } catch (error) {
    // It was recalled or has expired.
    if (error instanceof PosthornError) return !error.canRetry;
    throw error;
  }
}
