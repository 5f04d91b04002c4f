/**
 * What second factors keep in the store.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { bytes, emptyText, id, int, keyText, table, text, zero } from '../../store/table.ts';
import {
  addFactor,
  countGuess,
  FACTOR_SECRETS,
  factorsOf,
  forgetFactors,
  makeOffer,
  OFFERED_SECRETS,
  offersTo,
  recoveryCodesLeft,
  removeFactor,
  renameFactor,
  renewCodes,
  takeOffer,
  usePasskey,
  useRecoveryCode,
  useStep,
} from './factor-queries.ts';

/** See FactorRecord. */
const FACTORS = table({
  name: 'second_factors',
  columns: {
    id,
    user: int,
    kind: keyText(16),
    name: text,
    secret: bytes,
    counter: zero,
    credential: emptyText,
    domain: emptyText,
    transports: emptyText,
    created_at: int,
    last_used_at: zero,
  },
  indexes: [{ name: 'second_factors_user', columns: ['user', 'id'] }],
});

/** Those that are not used yet. */
const RECOVERY_CODES = table({
  name: 'recovery_codes',
  columns: { user: int, hash: keyText(43) },
  primaryKey: ['user', 'hash'],
});

/** See OfferRecord. */
const OFFERS = table({
  name: 'factor_offers',
  columns: {
    challenge: keyText(43),
    user: int,
    kind: keyText(16),
    secret: bytes,
    origin: text,
    ends_at: int,
  },
  primaryKey: ['challenge'],
  indexes: [
    { name: 'factor_offers_user', columns: ['user', 'challenge'] },
    { name: 'factor_offers_end', columns: ['ends_at', 'challenge'] },
  ],
});

/** Wrong codes since the last right one. device: see Guesser. at: Unix ms of the last one. */
const GUESSES = table({
  name: 'factor_guesses',
  columns: { user: int, device: keyText(191), count: int, at: int },
  primaryKey: ['user', 'device'],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'second-factors',
  tables: [FACTORS, RECOVERY_CODES, OFFERS, GUESSES],
  sealed: [FACTOR_SECRETS, OFFERED_SECRETS],
  singleReads: { factorsOf, recoveryCodesLeft, offersTo },
  writes: {
    makeOffer,
    takeOffer,
    addFactor,
    renameFactor,
    removeFactor,
    renewCodes,
    forgetFactors,
    useStep,
    usePasskey,
    useRecoveryCode,
    countGuess,
  },
};
