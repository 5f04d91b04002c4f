/**
 * What is kept about the bots of a user, and about what users press.
 *
 * @module
 */
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import { ownOrigin } from '../../router/audit.ts';
import { closeForGood } from '../accounts/closing.ts';
import * as userQueries from '../accounts/user-queries.ts';
import * as botQueries from '../accounts/bot-queries.ts';
import { botsOf } from './bots.ts';
import * as interactionQueries from './interaction-queries.ts';

export function personalData(services: Services): PersonalData {
  return {
    export: (user) => exportBots(services, user),
    async erase({ user, words }) {
      // The bots of a user go with them.
      for await (const bot of botsOf(services, user))
        await closeForGood(services, { user: bot.user, words }, ownOrigin(services.clock, 'removeBot'));
      await services.store.run(interactionQueries.forgetInteractions, user);
      await services.store.run(botQueries.forgetBot, user);
    },
  };
}

async function* exportBots(services: Services, owner: number): AsyncGenerator<ExportLine> {
  for await (const { user, tokenAt } of botsOf(services, owner)) {
    const [account] = await services.store.run(userQueries.usersByIds, [user]);
    if (account !== undefined && !account.erased)
      yield { type: 'bot', user, name: account.name, displayName: account.displayName, tokenAt };
  }
}
