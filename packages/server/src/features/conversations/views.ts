/**
 * Conversations as one user may see them (promise 9).
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type {
  ConversationInit,
  ConversationsInit,
  GetConversation,
  ListConversations,
  Locate,
  LocatedInit,
} from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import { idCursor, nextCursor, pageLimit } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { RouterState, Services } from '../../router/services.ts';
import { Turns } from '../../router/turns.ts';
import { bytesOf, fitting } from '../../store/log/paging.ts';
import { toMessage } from '../messages/reading.ts';
import { notAMember } from '../../pipeline/refusals.ts';
import type { ActivityCursor } from './activity-queries.ts';
import { locate } from './locate-queries.ts';
import * as viewQueries from './queries.ts';
import type { ConversationView } from './records.ts';

/** Lists of one user at once: each may have to look at many messages, of nodes of the version before. */
const LISTS_AT_ONCE = 2;

export const LIST_TURNS: RouterState<Turns> = { name: 'list turns', open: () => new Turns(LISTS_AT_ONCE) };

export async function listConversations(
  services: Services,
  caller: Caller,
  request: ListConversations,
): Promise<ConversationsInit> {
  const { user } = sessionOf(caller);
  const list = request.byActivity ? byActivity : byId;
  const { views, next } = await services
    .state(LIST_TURNS)
    .take(user, () => list(services, user, { ...request, limit: pageLimit(request.limit) }));
  return { conversations: views.map((view) => toConversation(view, services.clock.now())), next };
}

interface Page {
  readonly views: readonly ConversationView[];
  readonly next: string;
}

type Wanted = Pick<ListConversations, 'cursor' | 'limit'>;

async function byId({ store, contents }: Services, user: number, { cursor, limit }: Wanted): Promise<Page> {
  const views = await store.run(viewQueries.views, user, idCursor(cursor), limit, contents.uncounted);
  const shown = fittingViews(views);
  const isCut = shown.length < views.length;
  return { views: shown, next: nextCursor(shown, isCut ? shown.length : limit, (view) => view.id) };
}

async function byActivity(
  { store, contents }: Services,
  user: number,
  { cursor, limit }: Wanted,
): Promise<Page> {
  const before = activityCursor(cursor);
  const page = await store.run(viewQueries.activeViews, user, before, limit, contents.uncounted);
  const views = fittingViews(page.views);
  const isCut = views.length < page.views.length;
  const next = isCut ? page.cursors.find(({ id }) => id === views.at(-1)?.id) : page.next;
  return { views, next: next === undefined ? '' : `${next.active}-${next.id}` };
}

/** The first of these views whose last messages have room in one answer. */
function fittingViews(views: readonly ConversationView[]): readonly ConversationView[] {
  return fitting(views, LIMITS.maxPullBytes, ({ lastMessage }) =>
    lastMessage === undefined ? 0 : bytesOf(lastMessage),
  );
}

function activityCursor(cursor: string): ActivityCursor | undefined {
  if (cursor === '') return undefined;
  const [, active = '', id = ''] = /^(\d{1,15})-(\d{1,16})$/.exec(cursor) ?? [];
  return { active: idCursor(active === '' ? '?' : active), id: idCursor(id) };
}

export async function locateIn(services: Services, caller: Caller, request: Locate): Promise<LocatedInit> {
  const { conversation, landmark, after } = request;
  if (landmark === 'unspecified') throw new PosthornError('INVALID', 'say what to look for: a landmark');
  const { user } = sessionOf(caller);
  const { store, contents } = services;
  const seq = await services
    .state(LIST_TURNS)
    .take(user, () => store.run(locate, user, conversation, { landmark, after }, contents.uncounted));
  if (seq === undefined) throw notAMember();
  return { seq };
}

export function getConversation(
  services: Services,
  caller: Caller,
  request: GetConversation,
): Promise<ConversationInit> {
  return conversationFor(services, sessionOf(caller).user, request.conversation);
}

/** Returns a conversation as `user` sees it. Throws NOT_FOUND. */
export async function conversationFor(
  services: Services,
  user: number,
  id: number,
): Promise<ConversationInit> {
  const { store, contents } = services;
  const view = await services
    .state(LIST_TURNS)
    .take(user, () => store.run(viewQueries.view, user, id, contents.uncounted));
  if (view === undefined)
    throw new PosthornError('NOT_FOUND', 'there is no such conversation', { reason: 'no-such-conversation' });
  return toConversation(view, services.clock.now());
}

/** Converts a view to the form sent to clients. `now`: Unix ms. */
export function toConversation(view: ConversationView, now: number): ConversationInit {
  const { role, lastMessage, mutedUntil, ...rest } = view;
  return {
    ...rest,
    muted: mutedUntil > now,
    role: role ?? 'unspecified',
    lastMessage: lastMessage === undefined ? undefined : toMessage(lastMessage),
  };
}
