/**
 * Lets messages vanish whose time has come: each by an entry in the log, which erases its words as a recall does.
 *
 * @module
 */
import { completeContent, PosthornError } from '@posthorn/protocol';
import { dueDuty } from '../../pipeline/due-work.ts';
import type { Duty } from '../../pipeline/duties.ts';
import { clientIdOf } from '../../router/ids.ts';
import type { Services } from '../../router/services.ts';
import { allOf } from '../../store/log/effects.ts';
import type { VanishEffect } from './effects.ts';
import * as vanishingQueries from './queries.ts';
import type { VanishingRecord } from './queries.ts';

export function duties(services: Services): readonly Duty[] {
  const { store } = services;
  return [
    dueDuty(services, {
      name: 'vanishing',
      find: (page) => store.run(vanishingQueries.dueVanishing, page),
      carryOut: (rows) => vanish(services, rows),
    }),
  ];
}

/** Those that are refused for the moment stay. What two routers do at once is done once: the other one is refused. */
async function vanish(services: Services, rows: readonly VanishingRecord[]): Promise<void> {
  const refused = await Promise.all(rows.map((row) => vanishOne(services, row)));
  const gone = rows.filter((_row, index) => refused[index]?.canRetry === false).map(({ id }) => id);
  if (gone.length > 0) await services.store.run(vanishingQueries.dropVanishing, gone);
}

/** Why not, if it was refused. */
async function vanishOne(
  services: Services,
  { conversation, seq }: VanishingRecord,
): Promise<PosthornError | undefined> {
  const { contents, config } = services;
  const content = completeContent({ kind: { case: 'recall', value: { target: seq } } });
  const effect: VanishEffect = { type: 'vanish', target: seq };
  try {
    await services.append.submit({
      // Nobody does it.
      sender: 0,
      connection: 0,
      sequence: 0,
      conversation,
      peer: 0,
      clientId: clientIdOf(services, ''),
      order: 0,
      content,
      rule: (cached, member, submission) => {
        const sending = {
          cached,
          member,
          submission,
          isAdministrator: false,
          isBot: false,
          options: config.options,
        };
        // What else follows from a recall follows from this too.
        return allOf([effect, ...contents.traitEffectsOf(content, sending)]);
      },
    });
    return undefined;
  } catch (error) {
    if (error instanceof PosthornError) return error;
    throw error;
  }
}
