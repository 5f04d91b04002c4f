/**
 * What happens to bots without their owners: interactions are forgotten, and the bots of a disabled account are disabled.
 *
 * @module
 */
import { LeaderWork } from '../../router/leader-work.ts';
import type { RouterState, Services } from '../../router/services.ts';
import { DISABLINGS } from '../accounts/states.ts';
import { disableBotsOf } from './bots.ts';
import { expireInteractions } from './interaction-queries.ts';

const ROUND_MS = 60_000;
const SLICE = 500;

export const BOT_LIFE: RouterState<LeaderWork> = {
  name: 'life of bots',
  open(services) {
    services.state(DISABLINGS).on((user) => disableBotsOf(services, user));
    return new LeaderWork(services, {
      intervalMs: ROUND_MS,
      run: (work) => forget(services, work),
      failure: 'old interactions were not forgotten',
    });
  },
  close: (work) => work.close(),
};

async function forget({ store, clock }: Services, work: LeaderWork): Promise<void> {
  while (!work.isClosed && (await store.run(expireInteractions, clock.now(), SLICE)) === SLICE);
}
