/**
 * Subscribing a browser to pushes.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { PosthornError } from '@posthorn/protocol';
import type { GetPush, PushInfoInit, SubscribePush, UnsubscribePush } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import { prepareUse } from '../../pipeline/followers/use.ts';
import { sessionOf } from '../../router/caller.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { areUsable, browserKeys } from './encrypt.ts';
import { FOLLOWER } from './follower.ts';
import { allowedEndpoint, serviceOf } from './hosts.ts';
import { PUSH_OPTIONS } from './options.ts';
import { PUSHES } from './pushes.ts';
import { subscribe, subscriptionsOf, unsubscribe } from './subscription-queries.ts';

/** Of one user: more than they have browsers. */
const MAX_SUBSCRIPTIONS = 20;

export async function getPush(services: Services, caller: Caller, _request: GetPush): Promise<PushInfoInit> {
  const { user } = sessionOf(caller);
  const [publicKey, found] = await Promise.all([
    pushKey(services),
    services.store.run(subscriptionsOf, user, services.clock.now()),
  ]);
  return {
    publicKey,
    devices: found.map(({ session, endpoint, createdAt }) => ({
      session,
      service: serviceOf(endpoint),
      createdAt,
    })),
  };
}

/** The server's public key; empty: it sends no pushes. */
async function pushKey(services: Services): Promise<string> {
  if (!optionsOf(services.config.options, PUSH_OPTIONS).push) return '';
  const { publicKey } = await services.state(PUSHES).vapid();
  return publicKey;
}

export async function subscribePush(
  services: Services,
  caller: Caller,
  { endpoint, p256dh, auth }: SubscribePush,
): Promise<PushInfoInit> {
  const { id: session, user } = sessionOf(caller);
  const { push, pushHosts } = optionsOf(services.config.options, PUSH_OPTIONS);
  if (!push) throw new PosthornError('FORBIDDEN', 'this server sends no pushes', { reason: 'push-off' });
  const url = allowedEndpoint(endpoint, pushHosts);
  if (url === undefined)
    throw new PosthornError('INVALID', 'this server does not call that push service', {
      reason: 'push-service-unknown',
    });
  const keys = browserKeys(p256dh, auth);
  if (keys === undefined || !areUsable(keys))
    throw new PosthornError(
      'INVALID',
      'p256dh is a point of P-256, and auth has 16 bytes, both as base64url',
    );
  const place = createHash('sha256').update(url.href).digest('base64url');
  const made = { session, user, endpoint: url.href, p256dh, auth, createdAt: services.clock.now() };
  await prepareUse(services, FOLLOWER);
  if (!(await services.store.run(subscribe, made, place, MAX_SUBSCRIPTIONS)))
    throw new PosthornError('LIMIT_EXCEEDED', `you may have ${MAX_SUBSCRIPTIONS} browsers with pushes`, {
      reason: 'too-many-pushes',
    });
  return getPush(services, caller, {});
}

export async function unsubscribePush(
  services: Services,
  caller: Caller,
  _request: UnsubscribePush,
): Promise<PushInfoInit> {
  await services.store.run(unsubscribe, sessionOf(caller).id);
  return getPush(services, caller, {});
}
