/**
 * Which messages vanish, and who says so.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { AckInit, SetVanishing } from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import type { ContentTrait } from '../../router/contents.ts';
import { clientIdOf } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { isEntry } from '../../store/log/fold.ts';
import { hasRight } from '../messages/rights.ts';
import { mayAct } from '../messages/send.ts';
import type { SetVanishingEffect, VanishLaterEffect } from './effects.ts';

const MIN_MS = 5000;
const MAX_MS = 366 * 86_400_000;

export function setVanishing(
  services: Services,
  caller: Caller,
  { conversation, afterMs, clientId }: SetVanishing,
): Promise<AckInit> {
  checkSpan(afterMs);
  const { user: sender, admin: isAdministrator } = sessionOf(caller);
  const effect: SetVanishingEffect = { type: 'set-vanishing', afterMs };
  return services.append.submit({
    sender,
    // The ack does not contain the event, so the caller gets the push too.
    connection: 0,
    sequence: 0,
    conversation,
    peer: 0,
    clientId: clientIdOf(services, clientId),
    order: 0,
    content: { kind: { case: 'event', value: { kind: 'vanishing', vanishAfterMs: afterMs } } },
    rule: (cached, member, submission) => {
      mayAct(cached, member, submission);
      if (hasRight({ cached, member, isAdministrator }, 'change')) return effect;
      throw new PosthornError('FORBIDDEN', 'others decide here what vanishes', {
        reason: 'vanishing-not-yours',
      });
    },
  });
}

/** A message, whose own time or whose conversation's lets it vanish. */
export const VANISHING_TRAIT: ContentTrait = {
  name: 'vanishing',
  isIn: ({ kind }) => !isEntry(kind),
  check: ({ vanishAfterMs }) => checkSpan(vanishAfterMs),
  effect({ vanishAfterMs: own }, { cached }): VanishLaterEffect | undefined {
    const general = cached.record.vanishAfterMs;
    const afterMs = own === 0 || general === 0 ? own + general : Math.min(own, general);
    return afterMs === 0 ? undefined : { type: 'vanish-later', afterMs };
  },
};

/** Throws INVALID. */
function checkSpan(ms: number): void {
  if (ms === 0 || (ms >= MIN_MS && ms <= MAX_MS)) return;
  throw new PosthornError('INVALID', 'a message vanishes after at least 5 s, and at most 366 days', {
    reason: 'vanishing-time',
  });
}
