/**
 * Forwarding messages: what may be, what it says of its origin, and how it is written.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { completeContent, decodeContent, PosthornError } from '@posthorn/protocol';
import type { Content, ContentInit, ForwardedInit, ForwardInit, ForwardMessages } from '@posthorn/protocol';
import { notAMember } from '../../pipeline/refusals.ts';
import { sessionOf } from '../../router/caller.ts';
import { clientIdOf } from '../../router/ids.ts';
import type { Caller, CallerSession } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { ruleFor } from '../messages/send.ts';
import { privacyOf } from '../people/privacy-queries.ts';
import * as forwardQueries from './queries.ts';
import type { Source, SourceMessage } from './queries.ts';

const MAX_MESSAGES = 100;
/** Of all together. */
const MAX_BYTES = 1_048_576;

interface Destination {
  readonly conversation: number;
  readonly peer: number;
}

export async function forwardMessages(
  services: Services,
  caller: Caller,
  request: ForwardMessages,
): Promise<ForwardedInit> {
  const session = sessionOf(caller);
  const { conversation, seqs } = request;
  if (seqs.length === 0) throw new PosthornError('INVALID', 'say which messages');
  if (seqs.length > MAX_MESSAGES)
    throw new PosthornError('TOO_LARGE', `at most ${MAX_MESSAGES} messages at once`, {
      reason: 'too-many-forwards',
    });
  if (new Set(seqs).size !== seqs.length) throw new PosthornError('INVALID', 'a message is named twice');
  const destination = destinationOf(request, session);
  const { prefix, ids } = idsFor(clientIdOf(services, request.clientId), request);
  const { store } = services;
  const source = await store.run(forwardQueries.source, session.user, conversation, seqs);
  if (source === undefined) throw notAMember();
  const known = await store.run(forwardQueries.forwardedAs, session.user, prefix);
  if (known.some(({ clientId }) => !ids.includes(clientId)))
    throw new PosthornError('CONFLICT', 'this client id was used for something else', {
      reason: 'client-id-used',
    });
  // A retry forwards what is missing. What is there may have been edited or recalled meanwhile at its origin.
  const before = ids.map((id) => known.find(({ clientId }) => clientId === id));
  const missing = seqs.filter((_seq, index) => before[index] === undefined);
  const contents = await contentsFor(services, session, { conversation, source, seqs: missing });
  const written = await Promise.all(
    ids.map(async (clientId, index) => {
      const content = contents.get(seqs[index] ?? 0);
      return before[index] ?? write(services, session, { destination, clientId, content });
    }),
  );
  return { conversation: written[0]?.conversation ?? 0, seqs: written.map(({ seq }) => seq) };
}

function destinationOf({ target }: ForwardMessages, { user }: CallerSession): Destination {
  if (target === undefined) throw new PosthornError('INVALID', 'say where to: a conversation or a user');
  if (target.case === 'toConversation') return { conversation: target.value, peer: 0 };
  if (target.value === user)
    throw new PosthornError('INVALID', 'a direct conversation needs somebody else', {
      reason: 'direct-with-yourself',
    });
  return { conversation: 0, peer: target.value };
}

/** A client id for each message, which a retry makes again. They begin alike, and differ if the request does. */
function idsFor(
  clientId: string,
  { conversation, seqs, target }: ForwardMessages,
): { readonly prefix: string; readonly ids: readonly string[] } {
  const prefix = `forward-${digest(clientId)}-`;
  const request = digest(conversation, seqs, target?.case, target?.value);
  return { prefix, ids: seqs.map((_seq, index) => `${prefix}${request}-${index}`) };
}

const DIGEST_CHARS = 22;

function digest(...values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, DIGEST_CHARS);
}

interface Wanted {
  readonly conversation: number;
  readonly source: Source;
  readonly seqs: readonly number[];
}

/** What the new messages say, by the seqs of the old ones. */
async function contentsFor(
  services: Services,
  { user }: CallerSession,
  { conversation, source, seqs }: Wanted,
): Promise<ReadonlyMap<number, Content>> {
  const bySeq = new Map(source.messages.map((message) => [message.seq, message]));
  const messages = seqs.map((seq) => {
    const message = bySeq.get(seq);
    if (message === undefined)
      throw new PosthornError('NOT_FOUND', `there is no message ${seq}`, { reason: 'no-such-message' });
    return { message, content: forwardable(services, message) };
  });
  const bytes = messages.reduce((sum, { message }) => sum + message.content.length, 0);
  if (bytes > MAX_BYTES)
    throw new PosthornError('TOO_LARGE', 'these messages are too long to be forwarded at once', {
      reason: 'forwards-too-long',
    });
  const others = new Set(messages.map(({ message }) => message.sender).filter((sender) => sender !== user));
  const settings = await services.store.run(privacyOf, [...others]);
  const unnamed = new Set(settings.filter(({ find }) => find !== 'everyone').map((each) => each.user));
  const originOf = ({ seq, sender, time }: SourceMessage): ForwardInit => ({
    user: unnamed.has(sender) ? 0 : sender,
    ...(source.isPublic && { conversation, seq }),
    time,
  });
  return new Map(
    messages.map(({ message, content }) => {
      const { text, kind, noPreview, attachments, forward = originOf(message) } = content;
      const init: ContentInit = { text, kind, noPreview, attachments, forward };
      return [message.seq, completeContent(init)];
    }),
  );
}

/** What a message says, if it may be said elsewhere. Throws INVALID. */
function forwardable({ contents }: Services, { seq, content, vanishes }: SourceMessage): Content {
  const decoded = decodeContent(content);
  const kind = contents.of(decoded);
  if (!kind.isSent || kind.target !== undefined || vanishes)
    throw new PosthornError('INVALID', `the message ${seq} cannot be forwarded`, {
      reason: 'not-forwardable',
    });
  return decoded;
}

interface Writing {
  readonly destination: Destination;
  readonly clientId: string;
  readonly content: Content | undefined;
}

/** All in one turn, so that they are written in their order. */
function write(
  services: Services,
  session: CallerSession,
  { destination, clientId, content }: Writing,
): Promise<{ readonly conversation: number; readonly seq: number }> {
  if (content === undefined) throw new PosthornError('INTERNAL', 'a message to forward has no content');
  return services.append.submit({
    sender: session.user,
    // The answer does not contain the messages, so the caller gets the pushes too.
    connection: 0,
    sequence: 0,
    ...destination,
    clientId,
    order: 0,
    content,
    author: session,
    rule: ruleFor(services, content, session),
  });
}
