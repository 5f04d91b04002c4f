/**
 * What CIM's HTTP calls mean here. CIM has no passwords: whoever can reach these calls can be any account that was
 * made by them, and no other. Such accounts are those without a password.
 *
 * @module
 */
import { encodeContent, ERRORS, LIMITS, PosthornError } from '@posthorn/protocol';
import type { UserRecord } from '../store/accounts.ts';
import { checkedContent, maySend } from './send.ts';
import { clientIdOf } from './ids.ts';
import { checkedName, foldName } from './names.ts';
import { heldSlots, isOnline, onlinePage } from './presence.ts';
import type { Services } from './services.ts';
import { CIM_DEVICE, cimSlot } from './sessions.ts';
import { hashToken, newToken } from './tokens.ts';

/** CIM's codes. */
export const CIM_CODES = {
  success: { code: '9000', message: 'Success' },
  invalidArgument: { code: '3000', message: 'invalid argument' },
  failure: { code: '4000', message: 'Failure' },
  repeatLogin: { code: '5000', message: 'Repeat login, log out an account please!' },
  rateLimited: { code: '6000', message: 'request rate limited' },
  offline: { code: '7000', message: 'You selected user is offline!, please try again later!' },
  wrongUser: { code: '9100', message: 'The User information you have used is incorrect!' },
} as const;

export type CimCode = keyof typeof CIM_CODES;

/** A refusal that CIM's clients understand. */
export class CimRefusal extends Error {
  readonly reason: CimCode;
  constructor(reason: CimCode, message: string = CIM_CODES[reason].message) {
    super(message);
    this.name = 'CimRefusal';
    this.reason = reason;
  }
}

export interface CimUser {
  readonly userId: number;
  readonly userName: string;
}

export interface CimRules {
  /** The same name again gives the same account. */
  register(userName: string, address: string): Promise<CimUser>;
  /** Refuses with `repeatLogin` while the user is connected. */
  login(userId: number, userName: string): Promise<void>;
  /** Durable when it resolves. False: the receiver is offline, and gets the messages later. */
  sendDirect(userId: number, receiveUserId: number, texts: readonly string[]): Promise<boolean>;
  sendToAll(userId: number, text: string): Promise<void>;
  logout(userId: number): Promise<void>;
  online(): Promise<readonly CimUser[]>;
  /** What is pending and was not pushed yet is pushed. */
  fetch(userId: number): Promise<void>;
  /** A message of the server's own for one user, into their inbox. */
  notify(userId: number, texts: readonly string[]): Promise<void>;
}

const ONLINE_PAGE = LIMITS.maxPageItems;

export function createCimRules(services: Services): CimRules {
  return new LocalCimRules(services);
}

class LocalCimRules implements CimRules {
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  async register(userName: string, address: string): Promise<CimUser> {
    const { store, config, throttle, clock } = this.#services;
    const name = checked(() => checkedName(userName));
    const nameKey = foldName(name);
    const known = await store.accounts.credentials(nameKey);
    if (known !== undefined) {
      if (known.passwordHash !== undefined)
        throw new CimRefusal('failure', 'this name belongs to another account');
      return toCim(known.user);
    }
    if (!config.isRegistrationOpen) throw new CimRefusal('failure', 'this server takes no new accounts');
    throttle.register(address, config.maxRegistrationsPerHour);
    const made = await store.accounts.create({
      name,
      nameKey,
      displayName: '',
      passwordHash: undefined,
      // An account that anybody can be is nobody's administrator.
      admin: false,
      createdAt: clock.now(),
    });
    if (made.status === 'taken') throw new CimRefusal('failure', 'this name was taken in this moment');
    return toCim(made.user);
  }

  async login(userId: number, userName: string): Promise<void> {
    const user = await cimUser(this.#services, userId);
    if (foldName(userName) !== foldName(user.name)) throw new CimRefusal('wrongUser');
    const held = await heldSlots(this.#services, user.id);
    if (held.some(({ slot }) => slot === cimSlot(user.id))) throw new CimRefusal('repeatLogin');
    const now = this.#services.clock.now();
    await this.#services.store.sessions.create({
      user: user.id,
      deviceId: CIM_DEVICE,
      deviceClass: 'unspecified',
      label: 'CIM client',
      createdAt: now,
      expiresAt: now + this.#services.config.sessionTtlMs,
      // Nobody has this token: the session opens CIM's wire alone.
      tokenHash: hashToken(newToken(this.#services.random)),
    });
  }

  async sendDirect(userId: number, receiveUserId: number, texts: readonly string[]): Promise<boolean> {
    const sender = await cimUser(this.#services, userId);
    const [receiver] = await this.#services.store.accounts.byIds([receiveUserId]);
    if (receiver === undefined || receiver.disabled) throw new CimRefusal('wrongUser');
    if (receiver.id === sender.id) throw new CimRefusal('invalidArgument', 'nobody can write to themselves');
    // All at once, so that they stay in their order (promise 4).
    await Promise.all(
      texts.map((text) => submit(this.#services, sender.id, { conversation: 0, peer: receiver.id, text })),
    );
    return isOnline(this.#services, receiver.id);
  }

  async sendToAll(userId: number, text: string): Promise<void> {
    const sender = await cimUser(this.#services, userId);
    const { lobby } = this.#services.config;
    if (lobby === 0) throw new CimRefusal('failure', 'this server has no lobby');
    await submit(this.#services, sender.id, { conversation: lobby, peer: 0, text });
  }

  async logout(userId: number): Promise<void> {
    const user = await cimUser(this.#services, userId);
    const sessions = await this.#services.store.sessions.of(user.id);
    const session = sessions.find(({ deviceId }) => deviceId === CIM_DEVICE);
    if (session === undefined) return;
    await this.#services.store.sessions.revoke(user.id, { session: session.id });
    this.#services.tokens.forgetUser(user.id);
    this.#services.publish.sessionsEnded(user.id, [session.id], ERRORS.SESSION_REVOKED.code);
  }

  async online(): Promise<readonly CimUser[]> {
    const users: CimUser[] = [];
    for (let after = ''; ;) {
      const page = await onlinePage(this.#services, { prefix: '', after, limit: ONLINE_PAGE });
      const found = await this.#services.store.accounts.byIds(page.map(([, id]) => id));
      users.push(...found.map(toCim));
      const last = page.at(-1);
      if (last === undefined || page.length < ONLINE_PAGE) return users;
      after = last[0];
    }
  }

  async fetch(userId: number): Promise<void> {
    const user = await cimUser(this.#services, userId);
    this.#services.publish.noteToUser(user.id, { body: { case: 'resync', value: {} } });
  }

  async notify(userId: number, texts: readonly string[]): Promise<void> {
    const [user] = await this.#services.store.accounts.byIds([userId]);
    if (user === undefined) throw new CimRefusal('wrongUser');
    for (const text of texts) {
      await this.#services.append.submit({
        ...content(this.#services, text),
        sender: user.id,
        connection: 0,
        conversation: user.inbox,
        peer: 0,
        order: 0,
        rule: () => undefined,
      });
    }
  }
}

/** An account that CIM's calls may act for. Throws `wrongUser`. */
async function cimUser(services: Services, id: number): Promise<UserRecord> {
  const [user] = await services.store.accounts.byIds([id]);
  const found =
    user === undefined ? undefined : await services.store.accounts.credentials(foldName(user.name));
  if (found === undefined || found.passwordHash !== undefined || found.user.disabled)
    throw new CimRefusal('wrongUser');
  return found.user;
}

async function submit(
  services: Services,
  sender: number,
  {
    conversation,
    peer,
    text,
  }: { readonly conversation: number; readonly peer: number; readonly text: string },
): Promise<void> {
  await services.append.submit({
    ...content(services, text),
    sender,
    connection: 0,
    conversation,
    peer,
    order: 0,
    rule: maySend,
  });
}

function content(
  services: Services,
  text: string,
): { readonly clientId: string; readonly content: Uint8Array } {
  const said = checked(() => checkedContent({ text, replyTo: 0, mentions: [], kind: undefined }));
  return { clientId: clientIdOf(services, ''), content: encodeContent(said) };
}

/** A rule that was broken is an invalid argument to CIM. */
function checked<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof PosthornError) throw new CimRefusal('invalidArgument', error.message);
    throw error;
  }
}

function toCim({ id, name }: UserRecord): CimUser {
  return { userId: id, userName: name };
}
