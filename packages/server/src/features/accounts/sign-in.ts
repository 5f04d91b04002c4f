/**
 * Signing in with what somebody else says: finds or makes the account of an identity, and opens a session.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { Device, LoggedInInit } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import { AccountRefusal, originOf } from '../../router/audit.ts';
import type { ExternalIdentity, LoginWay } from '../../router/login-way.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { checkedLine, checkedPicture } from '../../router/texts.ts';
import type { Origin } from '../../store/audit.ts';
import { keyHash } from '../../store/key-hash.ts';
import { isExternalId } from './external-ids.ts';
import { accountName, numbered } from './external-names.ts';
import { externalIdOf, userByExternalId } from './import-queries.ts';
import * as identityQueries from './identity-queries.ts';
import type { NewIdentity } from './identity-queries.ts';
import { completeLooks, lookOf } from './looks.ts';
import { foldName } from './names.ts';
import { openSession } from './opening.ts';
import type { SessionSource } from './opening.ts';
import { ACCOUNT_OPTIONS } from './options.ts';
import { endSessions } from './sessions.ts';
import { changeStanding } from './standing.ts';
import { TOKENS } from './states.ts';
import * as userQueries from './user-queries.ts';
import type { UserPatch, UserRecord } from './user-records.ts';
import { toUser } from './users.ts';

/** Names that are tried for a new account: ann, ann-2, … */
const MAX_NAMES = 50;
const MAX_SUBJECT_CHARS = 512;
const MAX_EMAIL_CHARS = 320;

export interface SignIn {
  readonly way: LoginWay;
  readonly device: Device;
  /** The session there, when it has said so. */
  readonly sid?: string;
}

/**
 * Opens a session for whoever the identity is. Throws REGISTRATION_CLOSED where there is no account and none is made,
 * ACCOUNT_DISABLED, ALREADY_LOGGED_IN.
 */
export async function signInAs(
  services: Services,
  caller: Caller,
  identity: ExternalIdentity,
  { way, device, sid = '' }: SignIn,
): Promise<LoggedInInit> {
  const origin = originOf(services.clock, caller, 'login');
  const user = await accountFor(services, caller, identity, way);
  return openSession(services, user, { device, origin, from: sourceOf(way, sid) });
}

/** The account of whoever the identity is, who may log in. Throws as signInAs() does. */
export async function accountFor(
  services: Services,
  caller: Caller,
  identity: ExternalIdentity,
  way: LoginWay,
): Promise<UserRecord> {
  const origin = originOf(services.clock, caller, 'login');
  const user = await accountOf(services, { identity, way, origin });
  if (user.disabled) {
    const refusal = new PosthornError('ACCOUNT_DISABLED', 'an administrator has disabled the account');
    throw new AccountRefusal(user.id, refusal);
  }
  return withStanding(services, { user, identity, origin });
}

/** What a session rests on that a way has led to. `sid`: the session there, when it has said so. */
export function sourceOf({ name: way, rules: { sessionMs } }: LoginWay, sid = ''): SessionSource {
  return { way, sid, sessionMs };
}

/** Names an identity among all. */
export function identityKey({ issuer, subject }: Pick<ExternalIdentity, 'issuer' | 'subject'>): string {
  return keyHash(issuer, subject);
}

interface Arrival {
  readonly identity: ExternalIdentity;
  readonly way: LoginWay;
  readonly origin: Origin;
}

async function accountOf(services: Services, arrival: Arrival): Promise<UserRecord> {
  const { store, clock } = services;
  const { issuer, subject, verifiedEmail = '' } = arrival.identity;
  if (subject === '' || subject.length > MAX_SUBJECT_CHARS)
    throw new PosthornError('BAD_CREDENTIALS', `a subject has 1 to ${MAX_SUBJECT_CHARS} characters`);
  const email = verifiedEmail.length > MAX_EMAIL_CHARS ? '' : verifiedEmail.toLowerCase();
  const key = identityKey({ issuer, subject });
  const record = { key, issuer, subject, email, createdAt: clock.now() };
  const known = await store.run(identityQueries.userOfIdentity, key);
  if (known !== undefined) {
    await store.run(identityQueries.setIdentityEmail, key, email);
    return arrival.way.rules.updates ? withProfile(services, known, arrival.identity) : known;
  }
  const linked = await linkedAccount(services, arrival, record);
  if (linked !== undefined) return withProfile(services, linked, arrival.identity);
  return newAccount(services, arrival, record);
}

/** An account that is there already and becomes theirs. */
async function linkedAccount(
  { store }: Services,
  { identity, way: { rules }, origin }: Arrival,
  record: NewIdentity,
): Promise<UserRecord | undefined> {
  const user =
    (rules.linksEmails ? await withEmail(store, record.email) : undefined) ??
    (await withName(store, identity, rules.linksNames));
  if (user === undefined) return undefined;
  const isFirst = rules.linksNames !== 'always' && !rules.linksEmails;
  await store.run(identityQueries.linkIdentity, user, record, { origin, isFirst });
  // Somebody may have been faster: then it is theirs, and the identity has no account yet.
  return store.run(identityQueries.userOfIdentity, record.key);
}

async function withEmail(store: Services['store'], email: string): Promise<number | undefined> {
  if (email === '') return undefined;
  const users = await store.run(identityQueries.usersByIdentityEmail, email);
  return users.length === 1 ? users[0] : undefined;
}

async function withName(
  store: Services['store'],
  { name, subject }: ExternalIdentity,
  rule: LoginWay['rules']['linksNames'],
): Promise<number | undefined> {
  if (rule === 'never') return undefined;
  const imported = isExternalId(subject) ? await store.run(userByExternalId, subject) : undefined;
  const nameKey = foldName(imported?.name ?? accountName(name, subject));
  const holder = await store.run(identityQueries.nameHolder, nameKey);
  if (holder === undefined || holder.erased) return undefined;
  // Whoever has the name may be somebody else where they come from.
  const externalId = await store.run(externalIdOf, holder.user);
  if (externalId !== undefined && externalId !== subject) return undefined;
  const isTheirs = holder.isUnclaimed || (rule === 'always' && holder.hasPassword);
  return isTheirs ? holder.user : undefined;
}

async function newAccount(
  services: Services,
  { identity, way, origin }: Arrival,
  record: NewIdentity,
): Promise<UserRecord> {
  const { store, config, clock, logger } = services;
  const { admin } = optionsOf(config.options, ACCOUNT_OPTIONS);
  if (!way.rules.registers) {
    throw new PosthornError(
      'REGISTRATION_CLOSED',
      'there is no account for you yet; ask an administrator to make one',
    );
  }
  await completeLooks(store);
  const wanted = accountName(identity.name, identity.subject);
  const profile = await allowedProfile(services, { name: wanted, identity, address: origin.address });
  for (let attempt = 1; attempt <= MAX_NAMES; attempt++) {
    const name = numbered(wanted, attempt);
    const nameKey = foldName(name);
    // It is kept for whoever registers with the bootstrap secret.
    if (admin !== undefined && foldName(admin) === nameKey) continue;
    const account = {
      name,
      nameKey,
      look: lookOf(name),
      displayName: '',
      passwordHash: userQueries.UNUSABLE_PASSWORD,
      admin: false,
      createdAt: clock.now(),
    };
    const made = await store.run(identityQueries.createUserFor, account, record, origin);
    if (made.status === 'created') {
      logger.info({ user: made.user.id, way: way.name }, 'account made');
      return withProfile(services, made.user, profile);
    }
    if (made.status === 'known') break;
  }
  const known = await store.run(identityQueries.userOfIdentity, record.key);
  if (known !== undefined) return known;
  throw new PosthornError('NAME_TAKEN', `the name ${wanted} is taken, and so are those beside it`);
}

/** Asks whoever has to let new accounts pass, who may choose the display name. Rejects with REFUSED. */
async function allowedProfile(
  { before }: Services,
  {
    name,
    identity,
    address,
  }: { readonly name: string; readonly identity: ExternalIdentity; readonly address: string },
): Promise<ExternalIdentity> {
  if (before?.register === undefined) return identity;
  const displayName = lineOf(identity.displayName) ?? '';
  return { ...identity, displayName: await before.register({ name, displayName, address }) };
}

/** Takes over the name and the picture, as far as they may be ones here. */
async function withProfile(
  { store, clock, publish }: Services,
  user: UserRecord,
  { displayName, avatarUrl }: ExternalIdentity,
): Promise<UserRecord> {
  if (user.disabled) return user;
  const wanted = { displayName: lineOf(displayName), avatarUrl: pictureOf(avatarUrl) };
  const patch: UserPatch = {
    ...(wanted.displayName !== undefined &&
      wanted.displayName !== user.displayName && { displayName: wanted.displayName }),
    ...(wanted.avatarUrl !== undefined &&
      wanted.avatarUrl !== user.avatarUrl && { avatarUrl: wanted.avatarUrl }),
  };
  if (Object.keys(patch).length === 0) return user;
  const updated = await store.run(userQueries.updateProfile, user.id, patch);
  if (updated === undefined || 'code' in updated) return user;
  publish.profileChanged(user.id, { body: { case: 'user', value: toUser(updated, clock.now()) } });
  return updated;
}

/** Undefined: not said, or nothing that could be shown. */
function lineOf(text: string | undefined): string | undefined {
  return text === undefined
    ? undefined
    : unlessInvalid(() => checkedLine(text.trim(), 'display name', LIMITS.maxDisplayNameChars));
}

/** Files of ours belong to users; none is named from outside. */
function pictureOf(url: string | undefined): string | undefined {
  if (url === undefined || !/^https?:/i.test(url)) return undefined;
  return unlessInvalid(() => checkedPicture(url));
}

function unlessInvalid(check: () => string): string | undefined {
  try {
    return check();
  } catch (error) {
    if (error instanceof PosthornError) return undefined;
    throw error;
  }
}

/** Makes an administrator of them, or no administrator, where that is said. The last one stays it. */
async function withStanding(
  services: Services,
  { user, identity: { admin }, origin }: Pick<Arrival, 'identity' | 'origin'> & { readonly user: UserRecord },
): Promise<UserRecord> {
  if (admin === undefined || admin === user.admin) return user;
  try {
    await changeStanding(services.store, user.id, { admin }, { ...origin, event: 'setAdministrator' });
  } catch (error) {
    if (!(error instanceof PosthornError)) throw error;
    services.logger.warn({ user: user.id, reason: error.message }, 'still an administrator, or still none');
    return user;
  }
  if (admin) services.state(TOKENS).forgetUser(user.id);
  else await endSessions(services, { user: user.id, code: 'SESSION_REVOKED', origin });
  return { ...user, admin };
}
