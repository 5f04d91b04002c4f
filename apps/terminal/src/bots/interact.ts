/**
 * Asks bots, and says in words what they make of it.
 *
 * @module
 */
import type { Client, Interacted, InteractInit, Outcome } from '@posthorn/client';

export type What = NonNullable<InteractInit['what']>;

/** Rejects with a PosthornError if it is refused; what is wrong with a value says its message. */
export function interact(client: Client, conversation: number, what: What): Promise<Interacted> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return client.call('interact', { conversation, what, timeZone });
}

/** What becomes of it; empty: the answer says it. `bot`: its name. */
export function outcomeWords(outcome: Outcome, bot: string): string {
  switch (outcome) {
    case 'later':
      return `${bot} works on it, and answers here.`;
    case 'silent':
      return `${bot} has not answered yet; an answer is shown when it comes.`;
    case 'offline':
      return `${bot} is not connected: try again later.`;
    default:
      return '';
  }
}
