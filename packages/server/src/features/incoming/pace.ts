/**
 * How often each incoming webhook posts, counted by each router for itself.
 *
 * @module
 */
import { Quota } from '../../router/quota.ts';
import type { RouterState } from '../../router/services.ts';

export const DEFAULT_PER_MINUTE = 60;
const MINUTE_MS = 60_000;

export const PACE: RouterState<Quota> = {
  name: 'incoming pace',
  open: ({ clock }) => new Quota(clock, DEFAULT_PER_MINUTE, MINUTE_MS),
};
