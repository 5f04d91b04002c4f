/**
 * Offers of second factors: made, and answered. Until it is answered an offer is kept in the store, so any router takes the
 * answer.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { FactorKind, FactorOfferInit } from '@posthorn/protocol';
import { PROXIES } from '../../config/address-options.ts';
import { optionsOf } from '../../config/option.ts';
import { publicUrlOf } from '../../config/public-url.ts';
import type { Services } from '../../router/services.ts';
import { checkedLine } from '../../router/texts.ts';
import type { Origin } from '../../store/audit.ts';
import { SETTINGS } from '../accounts/server-settings.ts';
import * as queries from './factor-queries.ts';
import type { FactorRecord, NewFactor, OfferRecord } from './factor-records.ts';
import { ANSWER_TTL_MS, creationOptions, domainOf, newPasskey, parseAnswer } from './passkeys.ts';
import type { Owner } from './passkeys.ts';
import { base32, keyUri, SECRET_BYTES, stepOf } from './totp.ts';

export const MAX_FACTORS = 10;
const OFFER_TTL_MS = 600_000;
const CHALLENGE_BYTES = 32;

export interface Wanted {
  readonly kind: FactorKind;
  /** Of the page. */
  readonly origin: string;
}

/** Throws INVALID, LIMIT_EXCEEDED. */
export async function makeOffer(
  services: Services,
  owner: Owner,
  { kind, origin }: Wanted,
): Promise<FactorOfferInit> {
  const { store, clock, random, sealer } = services;
  const factors = await store.run(queries.factorsOf, owner.id);
  if (factors.length >= MAX_FACTORS) throw tooMany();
  const now = clock.now();
  const { name: server } = await services.state(SETTINGS).get();
  const key = newKey(services);
  const offer = { key, user: owner.id, secret: new Uint8Array(0), origin: '', endsAt: now + OFFER_TTL_MS };
  switch (kind) {
    case 'totp': {
      const secret = random.bytes(SECRET_BYTES);
      const sealed = sealer.sealBytes(queries.OFFERED_SECRETS, [key], secret);
      await store.run(queries.makeOffer, { ...offer, kind, secret: sealed }, now);
      return { secret: base32(secret), uri: keyUri(secret, { server, name: owner.name }) };
    }
    case 'passkey': {
      const domain = domainOf(origin, ownOrigins(services));
      const passkeys = passkeysFor(factors, domain);
      const options = creationOptions(owner, { challenge: key, domain, server, passkeys });
      await store.run(queries.makeOffer, { ...offer, kind, origin, endsAt: now + ANSWER_TTL_MS }, now);
      return { options };
    }
    case 'unspecified':
      throw new PosthornError('INVALID', 'say which kind of second factor: totp or passkey');
  }
}

export interface Answer {
  readonly code: string;
  readonly passkey: string;
  readonly name: string;
}

/** Adds the factor that was offered. Throws BAD_CREDENTIALS, NOT_FOUND, LIMIT_EXCEEDED. */
export async function takeUp(
  services: Services,
  user: number,
  {
    answer,
    recovery,
    origin,
  }: { readonly answer: Answer; readonly recovery: readonly string[]; readonly origin: Origin },
): Promise<{ readonly isFirst: boolean }> {
  const { key, ...factor } = await answered(services, user, answer);
  const adding = { key, most: MAX_FACTORS, recovery };
  const outcome = await services.store.run(queries.addFactor, factor, adding, origin);
  switch (outcome.status) {
    case 'gone':
      throw noOffer();
    case 'full':
      throw tooMany();
    case 'added':
      return outcome;
  }
}

/** What is added, and which offer it was. */
async function answered(
  services: Services,
  user: number,
  { code, passkey, name: given }: Answer,
): Promise<NewFactor & { readonly key: string }> {
  const { store, clock, sealer } = services;
  const now = clock.now();
  const offers = await store.run(queries.offersTo, user);
  const name = checkedLine(given, 'name of a second factor', LIMITS.maxTitleChars);
  const factor = { user, credential: '', domain: '', transports: '', createdAt: now };
  if (passkey !== '') {
    const answer = parseAnswer(passkey);
    const offer = openOffer(offers, 'passkey', now, answer.challenge);
    const { publicKey: secret, ...made } = await newPasskey(answer, offer);
    const domain = new URL(offer.origin).hostname;
    return { ...factor, ...made, key: offer.key, kind: 'passkey', name: name || 'Passkey', secret, domain };
  }
  const offer = openOffer(offers, 'totp', now);
  const { key } = offer;
  const opened = sealer.openBytes(queries.OFFERED_SECRETS, [key], offer.secret);
  const counter = stepOf(opened, withoutSpaces(code), { time: now, usedStep: 0 });
  if (counter === undefined) throw wrongCode();
  const secret = sealer.sealBytes(queries.FACTOR_SECRETS, [user, now], opened);
  return { ...factor, key, kind: 'totp', name: name || 'Authenticator', secret, counter };
}

/** The offer that is answered. Throws NOT_FOUND. */
export function openOffer(
  offers: readonly OfferRecord[],
  kind: OfferRecord['kind'],
  now: number,
  key?: string,
): OfferRecord {
  const found = offers.find(
    (offer) => offer.kind === kind && offer.endsAt > now && (key === undefined || offer.key === key),
  );
  if (found === undefined) throw noOffer();
  return found;
}

/** A challenge, or what an offer is called. */
export function newKey({ random }: Services): string {
  return Buffer.from(random.bytes(CHALLENGE_BYTES)).toString('base64url');
}

export function passkeysFor(factors: readonly FactorRecord[], domain: string): readonly FactorRecord[] {
  return factors.filter((factor) => factor.kind === 'passkey' && factor.domain === domain);
}

/** The origins of the server's pages. Undefined: it does not know them. */
export function ownOrigins({ config }: Services): readonly string[] | undefined {
  const url = publicUrlOf(config.options);
  return url && [url.origin, ...optionsOf(config.options, PROXIES).origins];
}

export function withoutSpaces(code: string): string {
  return code.replace(/\s/g, '');
}

export function wrongCode(): PosthornError {
  return new PosthornError('BAD_CREDENTIALS', 'the code is wrong, is too old, or was used', {
    reason: 'factor-wrong',
  });
}

function noOffer(): PosthornError {
  return new PosthornError('NOT_FOUND', 'there is no such second factor; begin again', {
    reason: 'no-such-factor',
  });
}

function tooMany(): PosthornError {
  return new PosthornError('LIMIT_EXCEEDED', `a user has at most ${MAX_FACTORS} second factors`, {
    reason: 'too-many-factors',
  });
}
