/**
 * How many groups a user may create, and how many people they may add, within an hour.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Clock } from '../../clock.ts';
import { optionsOf } from '../../config/option.ts';
import type { CallerSession } from '../../router/router.ts';
import type { RouterState } from '../../router/services.ts';
import { GROUP_OPTIONS } from './options.ts';

const HOUR_MS = 3_600_000;
/** Users who are counted. Beyond it the count that is oldest is forgotten. */
const MAX_USERS = 50_000;

interface Count {
  readonly sinceMs: number;
  groups: number;
  added: number;
}

export interface Bounds {
  /** 0: none. */
  readonly groups: number;
  readonly added: number;
}

/** Counts in memory, for one router: a user of a cluster may get the bound once from each. */
export class GroupQuotas {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #bounds: Bounds;
  readonly #counts = new Map<number, Count>();

  constructor(clock: Pick<Clock, 'monotonic'>, bounds: Bounds) {
    this.#clock = clock;
    this.#bounds = bounds;
  }

  /** Counts what a user is about to do. Throws RATE_LIMITED, and counts nothing then. Administrators have no bound. */
  take({ user, admin }: Pick<CallerSession, 'user' | 'admin'>, wanted: Bounds): void {
    if (admin) return;
    const count = this.#current(user);
    const { groups, added } = this.#bounds;
    if (groups > 0 && count.groups + wanted.groups > groups) {
      throw this.#refusal(count, `you may create ${groups} groups within an hour`);
    }
    if (added > 0 && count.added + wanted.added > added) {
      throw this.#refusal(
        count,
        `you may add ${added} people to groups within an hour; an invite has no such bound`,
      );
    }
    count.groups += wanted.groups;
    count.added += wanted.added;
  }

  #refusal({ sinceMs }: Count, message: string): PosthornError {
    const retryAfterMs = Math.ceil(sinceMs + HOUR_MS - this.#clock.monotonic());
    return new PosthornError('RATE_LIMITED', message, { retryAfterMs });
  }

  #current(user: number): Count {
    const now = this.#clock.monotonic();
    const known = this.#counts.get(user);
    if (known !== undefined && now - known.sinceMs < HOUR_MS) return known;
    this.#counts.delete(user);
    if (this.#counts.size >= MAX_USERS) {
      for (const oldest of this.#counts.keys()) {
        this.#counts.delete(oldest);
        break;
      }
    }
    const fresh = { sinceMs: now, groups: 0, added: 0 };
    this.#counts.set(user, fresh);
    return fresh;
  }
}

export const GROUP_QUOTAS: RouterState<GroupQuotas> = {
  name: 'group quotas',
  open({ clock, config }) {
    const { groupsPerHour, addedPerHour } = optionsOf(config.options, GROUP_OPTIONS);
    return new GroupQuotas(clock, { groups: groupsPerHour, added: addedPerHour });
  },
};
