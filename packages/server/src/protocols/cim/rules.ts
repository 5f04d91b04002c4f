/**
 * Carries out CIM's HTTP calls. CIM has no passwords: whoever reaches these calls can act as any account that they have
 * made, and as no other. Those accounts are the ones without a password.
 *
 * @module
 */
import { THROTTLE } from '../../features/accounts/states.ts';
import * as sessionQueries from '../../features/accounts/session-queries.ts';
import * as userQueries from '../../features/accounts/user-queries.ts';
import { createHash } from 'node:crypto';
import { completeContent, LIMITS, PosthornError } from '@posthorn/protocol';
import type { Content } from '@posthorn/protocol';
import { CIM } from './name.ts';
import { CIM_PROPERTIES, writeProperties } from './note.ts';
import type { CimProperties } from './note.ts';
import type { UserRecord } from '../../features/accounts/user-records.ts';
import { ownOrigin } from '../../router/audit.ts';
import { optionsOf } from '../../config/option.ts';
import { ACCOUNT_OPTIONS } from '../../features/accounts/options.ts';
import { checkedContent, maySend } from '../../features/messages/send.ts';
import { isOpenTo, publiclyOnline } from '../../features/people/privacy.ts';
import type { Submission } from '../../pipeline/submission.ts';
import { clientIdOf } from '../../router/ids.ts';
import { completeLooks, lookOf } from '../../features/accounts/looks.ts';
import { checkedName, foldName } from '../../features/accounts/names.ts';
import { connectedSlots, isOnline, onlinePage } from '../../router/online.ts';
import type { Services } from '../../router/services.ts';
import { endSession, foreignSlot } from '../../features/accounts/sessions.ts';
import { hashToken, newToken } from '../../features/accounts/tokens.ts';

/** CIM's codes. */
export const CIM_CODES = {
  success: { code: '9000', message: 'Success' },
  invalidArgument: { code: '3000', message: 'invalid argument' },
  failure: { code: '4000', message: 'Failure' },
  repeatLogin: { code: '5000', message: 'Repeat login, log out an account please!' },
  rateLimited: { code: '6000', message: 'request rate limited' },
  offline: { code: '7000', message: 'You selected user is offline!, please try again later!' },
  unavailable: { code: '7100', message: 'server not available' },
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
  login(userId: number, userName: string, address: string): Promise<void>;
  /** Durable when it resolves. False: the receiver is offline, and gets the messages later. */
  sendDirect(message: DirectMessage): Promise<boolean>;
  sendToAll(userId: number, text: string, reqNo: string): Promise<void>;
  logout(userId: number, address: string): Promise<void>;
  online(): Promise<readonly CimUser[]>;
  /** What is pending and was not pushed yet is pushed. */
  fetch(userId: number): Promise<void>;
  /** A message of the server's own for one user, into their inbox. CIM's clients get the properties with it. */
  notify(userId: number, texts: readonly string[], properties: CimProperties): Promise<void>;
}

export interface DirectMessage {
  readonly userId: number;
  readonly receiveUserId: number;
  /** They stay in this order. */
  readonly texts: readonly string[];
  /**
   * The request number; empty for none. If it is long enough to be unique, a repeated call adds no second message
   * (promise 2), and the same number with other texts is an error.
   */
  readonly reqNo: string;
}

const ONLINE_PAGE = LIMITS.maxPageItems;

/** Shorter request numbers may be counters or examples, which cannot identify a retry. */
const MIN_UNIQUE_CHARS = 16;

export function createCimRules(services: Services): CimRules {
  return new LocalCimRules(services);
}

class LocalCimRules implements CimRules {
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  async register(userName: string, address: string): Promise<CimUser> {
    const { store, config, clock } = this.#services;
    const throttle = this.#services.state(THROTTLE);
    const { admin, registration, registrationsPerHour } = optionsOf(config.options, ACCOUNT_OPTIONS);
    const nameKey = checked(() => foldName(userName));
    const known = await store.run(userQueries.credentials, nameKey);
    if (known !== undefined) {
      if (known.passwordHash !== undefined)
        throw new CimRefusal('failure', 'this name belongs to another account');
      return toCim(known.user);
    }
    const name = checked(() => checkedName(userName));
    // The administrator needs a password.
    if (admin !== undefined && foldName(admin) === nameKey)
      throw new CimRefusal('failure', 'this name is kept for the administrator');
    if (registration === 'closed') throw new CimRefusal('failure', 'this server takes no new accounts');
    throttle.register(address, registrationsPerHour);
    await completeLooks(store);
    const newUser = {
      name,
      nameKey,
      look: lookOf(name),
      displayName: '',
      passwordHash: undefined,
      // Anybody can act as this account.
      admin: false,
      createdAt: clock.now(),
    };
    const origin = { ...ownOrigin(clock, 'cimRegister'), address };
    const made = await store.run(userQueries.createUser, newUser, origin);
    if (made.status !== 'created') throw new CimRefusal('failure', 'this name was taken in this moment');
    return toCim(made.user);
  }

  async login(userId: number, userName: string, address: string): Promise<void> {
    const user = await cimUser(this.#services, userId);
    if (foldName(userName) !== foldName(user.name)) throw new CimRefusal('wrongUser');
    const slots = await connectedSlots(this.#services, user.id);
    if (slots.some(({ slot }) => slot === foreignSlot(CIM, user.id))) throw new CimRefusal('repeatLogin');
    const { clock, config, random, store } = this.#services;
    const now = clock.now();
    const { sessionTtl } = optionsOf(config.options, ACCOUNT_OPTIONS);
    const session = {
      user: user.id,
      deviceId: CIM,
      deviceClass: 'unspecified' as const,
      label: 'CIM client',
      createdAt: now,
      expiresAt: now + sessionTtl,
      // Nobody gets this token: the session works for CIM's wire only.
      tokenHash: hashToken(newToken(random)),
    };
    const origin = { ...ownOrigin(clock, 'cimLogin'), address };
    await store.run(sessionQueries.createSession, session, origin);
  }

  async sendDirect({ userId, receiveUserId, texts, reqNo }: DirectMessage): Promise<boolean> {
    const sender = await cimUser(this.#services, userId);
    const [receiver] = await this.#services.store.run(userQueries.usersByIds, [receiveUserId]);
    if (receiver === undefined || receiver.disabled) throw new CimRefusal('wrongUser');
    if (receiver.id === sender.id) throw new CimRefusal('invalidArgument', 'nobody can write to themselves');
    await this.#submit(
      texts.map((text, index) => ({
        sender: sender.id,
        conversation: 0,
        peer: receiver.id,
        clientId: clientIdOf(this.#services, uniqueId(reqNo, index)),
        content: checkedText(this.#services, text),
        author: sender,
        rule: maySend,
      })),
    );
    const isSeen = await isOpenTo(this.#services, 'online', { asker: sender.id, user: receiver.id });
    return isSeen && isOnline(this.#services, receiver.id);
  }

  async sendToAll(userId: number, text: string, reqNo: string): Promise<void> {
    const sender = await cimUser(this.#services, userId);
    const { lobby } = this.#services.config;
    if (lobby === 0) throw new CimRefusal('failure', 'this server has no lobby');
    await this.#submit([
      {
        sender: sender.id,
        conversation: lobby,
        peer: 0,
        clientId: clientIdOf(this.#services, uniqueId(reqNo, 0)),
        content: checkedText(this.#services, text),
        author: sender,
        rule: maySend,
      },
    ]);
  }

  async logout(userId: number, address: string): Promise<void> {
    const user = await cimUser(this.#services, userId);
    const sessions = await this.#services.store.run(sessionQueries.sessionsOf, user.id);
    const session = sessions.find(({ deviceId }) => deviceId === CIM);
    if (session === undefined) return;
    const origin = { ...ownOrigin(this.#services.clock, 'cimLogout'), address };
    await endSession(this.#services, { user: user.id, session: session.id, origin });
  }

  async online(): Promise<readonly CimUser[]> {
    const users: CimUser[] = [];
    for (let after = ''; ;) {
      const page = await onlinePage(this.#services, { prefix: '', after, limit: ONLINE_PAGE });
      const found = await this.#services.store.run(
        userQueries.usersByIds,
        page.map(([, id]) => id),
      );
      // Whoever reaches this call may ask it.
      users.push(...(await publiclyOnline(this.#services, found)).map(toCim));
      const last = page.at(-1);
      if (last === undefined || page.length < ONLINE_PAGE) return users;
      after = last[0];
    }
  }

  async fetch(userId: number): Promise<void> {
    const user = await cimUser(this.#services, userId);
    this.#services.publish.noteToUser(user.id, { body: { case: 'resync', value: {} } });
  }

  async notify(userId: number, texts: readonly string[], properties: CimProperties): Promise<void> {
    const [user] = await this.#services.store.run(userQueries.usersByIds, [userId]);
    if (user === undefined) throw new CimRefusal('wrongUser');
    const kind = {
      case: 'custom',
      value: { type: CIM_PROPERTIES, data: writeProperties(properties) },
    } as const;
    await this.#submit(
      texts.map((text) => ({
        sender: user.id,
        conversation: user.inbox,
        peer: 0,
        clientId: clientIdOf(this.#services, ''),
        content: { ...checkedText(this.#services, text), kind },
        rule: () => undefined,
      })),
    );
  }

  /**
   * Writes the messages of one call: together, so that they reach a CIM client in one frame, and numbered, so that a
   * temporary refusal of one also refuses those after it (promise 4).
   */
  async #submit(messages: readonly Omit<Submission, 'connection' | 'sequence' | 'order'>[]): Promise<void> {
    const { append } = this.#services;
    const sequence = append.newSequence();
    const outcomes = await Promise.allSettled(
      messages.map((message, index) =>
        append.submit({ ...message, connection: 0, sequence, order: index + 1 }),
      ),
    );
    append.ended(sequence);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }
}

/** An account that CIM's calls may act for. Throws `wrongUser`. */
async function cimUser(services: Services, id: number): Promise<UserRecord> {
  const [user] = await services.store.run(userQueries.usersByIds, [id]);
  const found =
    user === undefined ? undefined : await services.store.run(userQueries.credentials, foldName(user.name));
  if (found === undefined || found.passwordHash !== undefined || found.user.disabled)
    throw new CimRefusal('wrongUser');
  return found.user;
}

function checkedText({ contents }: Services, text: string): Content {
  return checked(() => checkedContent(contents, completeContent({ text })));
}

/** The client message id for one text of a request; empty when the number may not be unique. */
function uniqueId(reqNo: string, index: number): string {
  if (reqNo.length < MIN_UNIQUE_CHARS) return '';
  return `cim-${createHash('sha256').update(reqNo).digest('base64url').slice(0, 32)}-${index}`;
}

/** Turns a broken rule into CIM's code for an invalid argument. */
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
