/**
 * Asks about sends before they are authorised. Meanwhile their sender is parked, so later sends wait behind them (promise 4).
 *
 * @module
 */
import { encodeContent } from '@posthorn/protocol';
import { digestOf } from '../store/log/digest.ts';
import type { Authoriser } from './authoriser.ts';
import type { BeforeSend } from './before.ts';
import type { Waiting } from './waiting.ts';

/** Sends of one sender that are asked about at once. */
const MAX_ASKED = 64;

export interface Asking {
  readonly before: BeforeSend;
  readonly authoriser: Pick<Authoriser, 'open'>;
}

/** Asks about the first of these. Never rejects: what was answered is kept with each. */
export async function askAbout({ before, authoriser }: Asking, waitings: readonly Waiting[]): Promise<void> {
  const asked = waitings.filter(({ isToAsk }) => isToAsk).slice(0, MAX_ASKED);
  await Promise.all(
    asked.map(async (waiting) => {
      waiting.isToAsk = false;
      // A refusal is noted in the log of a conversation.
      await authoriser.open(waiting);
      if (waiting.read !== undefined) return;
      try {
        waiting.instead = await before.ask(waiting.submission, waiting.conversation);
      } catch (reason) {
        waiting.read = { status: 'rejected', reason };
      }
    }),
  );
}

/** Puts what is to be written in place of what was sent. Not while it stands in the line, which counts its bytes. */
export function alter(waiting: Waiting): void {
  const { instead, content, submission } = waiting;
  if (instead === undefined) return;
  waiting.instead = undefined;
  waiting.said = digestOf(content);
  waiting.content = encodeContent(instead.content);
  waiting.submission = { ...submission, ...instead };
}
