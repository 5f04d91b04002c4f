/**
 * Making and changing bots.
 *
 * @module
 */
import { decodeCommands, ERRORS, LIMITS, PosthornError } from '@posthorn/protocol';
import type {
  BotInit,
  BotsInit,
  BotTokenInit,
  CreateBot,
  DoneInit,
  ListBots,
  RemoveBot,
  RotateBotToken,
  SetBot,
} from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import { errorOf } from '../../pipeline/store-errors.ts';
import { originOf, ownOrigin } from '../../router/audit.ts';
import { sessionOf } from '../../router/caller.ts';
import { idCursor, nextCursor, pageLimit } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { checkedLine, checkedPicture } from '../../router/texts.ts';
import { closeForGood } from '../accounts/closing.ts';
import { completeLooks, lookOf } from '../accounts/looks.ts';
import { checkedName, foldName } from '../accounts/names.ts';
import { UNUSABLE_PASSWORD } from '../accounts/passwords.ts';
import { NEVER } from '../accounts/session-queries.ts';
import type { NewSession } from '../accounts/session-records.ts';
import { switchAccount } from '../accounts/switching.ts';
import { TOKENS } from '../accounts/states.ts';
import { BOT_PREFIX, hashToken, newToken } from '../accounts/tokens.ts';
import * as userQueries from '../accounts/user-queries.ts';
import type { UserRecord } from '../accounts/user-records.ts';
import { toUser } from '../accounts/users.ts';
import * as botQueries from '../accounts/bot-queries.ts';
import { BOT_OPTIONS } from './options.ts';
import type { BotRecord } from '../accounts/bot-records.ts';

export async function createBot(
  services: Services,
  caller: Caller,
  request: CreateBot,
): Promise<BotTokenInit> {
  const session = sessionOf(caller);
  const { botsPerUser } = optionsOf(services.config.options, BOT_OPTIONS);
  if (session.bot) throw new PosthornError('FORBIDDEN', 'a bot makes no bots');
  if (request.server && !session.admin)
    throw new PosthornError('FORBIDDEN', 'only administrators make bots of the server', {
      reason: 'bots-by-administrators',
    });
  if (!request.server && botsPerUser === 0)
    throw new PosthornError(
      'FORBIDDEN',
      'on this server only administrators make bots, those of the server',
      { reason: 'bots-by-administrators' },
    );
  const name = checkedName(request.name);
  const displayName = checkedLine(request.displayName, 'display name', LIMITS.maxDisplayNameChars);
  const { store, clock, logger } = services;
  await completeLooks(store);
  const { token, ...made } = newSession(services);
  const account = {
    name,
    nameKey: foldName(name),
    look: lookOf(name),
    displayName,
    passwordHash: UNUSABLE_PASSWORD,
    admin: false,
    createdAt: clock.now(),
    bot: true,
  };
  const owner = request.server ? 0 : session.user;
  const most = request.server ? undefined : botsPerUser;
  const origin = originOf(clock, caller, 'createBot');
  const outcome = await store.run(botQueries.createBot, { account, owner, most, session: made }, origin);
  switch (outcome.status) {
    case 'taken':
      throw new PosthornError('NAME_TAKEN', 'another account has this name; choose another one');
    case 'full':
      throw new PosthornError('LIMIT_EXCEEDED', `you may have ${botsPerUser} bots: remove one`, {
        reason: 'too-many-bots',
      });
    case 'made':
      logger.info({ user: outcome.user.id, owner }, 'bot made');
      return { token, bot: toBot(services, outcome.bot, outcome.user) };
  }
}

export async function listBots(services: Services, caller: Caller, request: ListBots): Promise<BotsInit> {
  const { user, admin } = sessionOf(caller);
  if (request.all && !admin)
    throw new PosthornError('FORBIDDEN', 'only administrators see the bots of others', {
      reason: 'bots-by-administrators',
    });
  const limit = pageLimit(request.limit);
  const owner = request.all ? undefined : user;
  const found = await services.store.run(botQueries.botsBy, owner, idCursor(request.cursor), limit);
  const accounts = await services.store.run(
    userQueries.usersByIds,
    found.map((bot) => bot.user),
  );
  const byId = new Map(accounts.map((account) => [account.id, account]));
  return {
    bots: found.flatMap((bot) => {
      const account = byId.get(bot.user);
      return account === undefined || account.erased ? [] : [toBot(services, bot, account)];
    }),
    next: nextCursor(found, limit, (bot) => bot.user),
  };
}

export async function setBot(services: Services, caller: Caller, request: SetBot): Promise<BotInit> {
  const { bot } = await owned(services, caller, request.user);
  const { displayName, avatarUrl, disabled } = request;
  const { store, clock, publish } = services;
  const patch = {
    ...(displayName !== undefined && {
      displayName: checkedLine(displayName, 'display name', LIMITS.maxDisplayNameChars),
    }),
    ...(avatarUrl !== undefined && { avatarUrl: checkedPicture(avatarUrl) }),
  };
  const updated = await store.run(userQueries.updateProfile, bot.user, patch);
  if (updated === undefined) throw noBot();
  if ('code' in updated) throw errorOf(updated);
  if (disabled !== undefined && disabled !== updated.disabled)
    await switchAccount(services, bot.user, disabled, originOf(clock, caller, 'setBot'));
  const account = { ...updated, disabled: disabled ?? updated.disabled };
  const value = toUser(account, clock.now());
  publish.profileChanged(bot.user, { body: { case: 'user', value } });
  return toBot(services, bot, account);
}

/** Disables the bots of an account that was disabled. */
export async function disableBotsOf(services: Services, owner: number): Promise<void> {
  const origin = ownOrigin(services.clock, 'disableUser');
  for await (const { user } of botsOf(services, owner)) await switchAccount(services, user, true, origin);
}

/** The bots of a user. */
export async function* botsOf({ store }: Services, owner: number): AsyncGenerator<BotRecord> {
  for (let after = 0; ;) {
    const found = await store.run(botQueries.botsBy, owner, after, LIMITS.maxPageItems);
    yield* found;
    if (found.length < LIMITS.maxPageItems) return;
    after = found.at(-1)?.user ?? after;
  }
}

export async function rotateBotToken(
  services: Services,
  caller: Caller,
  { user }: RotateBotToken,
): Promise<BotTokenInit> {
  const { bot, account } = await owned(services, caller, user);
  const { token, ...made } = newSession(services);
  const origin = originOf(services.clock, caller, 'rotateBotToken');
  const replaced = await services.store.run(botQueries.renewToken, { ...made, user }, origin);
  services.state(TOKENS).forgetUser(user);
  if (replaced !== undefined) services.publish.sessionsEnded(user, [replaced], ERRORS.SESSION_REVOKED.code);
  return { token, bot: toBot(services, { ...bot, tokenAt: made.createdAt }, account) };
}

/** Throws NOT_FOUND unless the caller may change this bot: nobody else learns that there is one. */
async function owned(
  { store }: Services,
  caller: Caller,
  user: number,
): Promise<{ readonly bot: BotRecord; readonly account: UserRecord }> {
  const session = sessionOf(caller);
  if (session.bot) throw new PosthornError('FORBIDDEN', 'a bot changes no bots');
  const bot = await store.run(botQueries.botOf, user);
  const [account] = await store.run(userQueries.usersByIds, [user]);
  const isTheirs = bot !== undefined && (session.admin || bot.owner === session.user);
  if (!isTheirs || account === undefined || account.erased) throw noBot();
  return { bot, account };
}

/** Erases a bot. What it has said stays. */
export async function removeBot(services: Services, caller: Caller, { user }: RemoveBot): Promise<DoneInit> {
  await owned(services, caller, user);
  await closeForGood(services, { user, words: false }, originOf(services.clock, caller, 'removeBot'));
  return {};
}

function noBot(): PosthornError {
  return new PosthornError('NOT_FOUND', 'you have no such bot', { reason: 'no-such-bot' });
}

function newSession({ random, clock }: Services): Omit<NewSession, 'user'> & { readonly token: string } {
  const token = newToken(random, BOT_PREFIX);
  return {
    token,
    deviceId: 'bot',
    deviceClass: 'bot',
    label: 'token',
    createdAt: clock.now(),
    expiresAt: NEVER,
    tokenHash: hashToken(token),
  };
}

function toBot({ clock }: Services, { owner, tokenAt, commands }: BotRecord, account: UserRecord): BotInit {
  return {
    user: toUser(account, clock.now()),
    owner,
    createdAt: account.createdAt,
    tokenAt,
    commands: decodeCommands(commands).commands.length,
  };
}
