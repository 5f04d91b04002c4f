/**
 * Reports of abuse: users report messages and users, and administrators settle them.
 *
 * @module
 */
import { decodeContent, LIMITS, PosthornError } from '@posthorn/protocol';
import type {
  DoneInit,
  ListReports,
  ReportAbuse,
  ReportInit,
  ReportsInit,
  SettleReport,
} from '@posthorn/protocol';
import { originOf } from '../../router/audit.ts';
import { sessionOf } from '../../router/caller.ts';
import { idCursor, nextCursor, pageLimit } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { checkedLine } from '../../router/texts.ts';
import type { StoredMessage } from '../../store/log/log.ts';
import { fitting } from '../../store/log/paging.ts';
import * as userQueries from '../accounts/user-queries.ts';
import { toMessage } from '../messages/reading.ts';
import * as reportQueries from './queries.ts';
import type { ReportRecord } from './queries.ts';
import { notAMember } from '../../pipeline/refusals.ts';

const MAX_REASON_CHARS = 500;
/** Open reports of one user. */
const MAX_OPEN = 50;

export async function reportAbuse(
  services: Services,
  caller: Caller,
  request: ReportAbuse,
): Promise<DoneInit> {
  const { store, clock } = services;
  const { user: reporter } = sessionOf(caller);
  const reason = checkedLine(request.reason, 'reason', MAX_REASON_CHARS);
  const { conversation, seq } = request;
  const isMessage = conversation !== 0 || seq !== 0;
  if (isMessage === (request.user !== 0)) {
    throw new PosthornError('INVALID', 'report either a message, by conversation and seq, or a user');
  }
  const message = isMessage ? await readable(services, reporter, conversation, seq) : undefined;
  if (message !== undefined && services.contents.hidesSender(decodeContent(message.content)))
    throw new PosthornError('INVALID', 'nobody is told who has sent this, so it cannot be reported', {
      reason: 'report-anonymous',
    });
  const user = message?.sender ?? (await existing(services, request.user));
  if (user === reporter)
    throw new PosthornError('INVALID', 'you cannot report yourself', { reason: 'report-yourself' });
  const report = {
    reporter,
    user,
    conversation,
    seq,
    sentAt: message?.time ?? 0,
    content: message?.content ?? new Uint8Array(0),
    reason,
    time: clock.now(),
  };
  const outcome = await store.run(reportQueries.createReport, report, MAX_OPEN);
  if (outcome === 'full') {
    throw new PosthornError(
      'LIMIT_EXCEEDED',
      `${MAX_OPEN} of your reports are open; wait until some are settled`,
      { reason: 'too-many-reports' },
    );
  }
  // A repeat is no news: it would fill the log.
  if (outcome === 'made') services.logger.info({ reporter, user, conversation, seq }, 'abuse reported');
  return {};
}

export async function listReports(
  services: Services,
  _caller: Caller,
  request: ListReports,
): Promise<ReportsInit> {
  const limit = pageLimit(request.limit);
  const after = idCursor(request.cursor);
  const found = await services.store.run(reportQueries.reports, request.settled, after, limit);
  const shown = fitting(found, LIMITS.maxPullBytes, ({ content }) => content.length);
  const isCut = shown.length < found.length;
  return {
    reports: shown.map(toReport),
    next: nextCursor(shown, isCut ? shown.length : limit, ({ id }) => id),
  };
}

export async function settleReport(
  services: Services,
  caller: Caller,
  request: SettleReport,
): Promise<DoneInit> {
  const resolution = checkedLine(request.resolution, 'resolution', MAX_REASON_CHARS);
  const { store, clock } = services;
  const settled = { by: sessionOf(caller).user, at: clock.now(), resolution };
  const origin = originOf(clock, caller, 'settleReport');
  if (!(await store.run(reportQueries.settleReport, request.report, settled, origin))) {
    throw new PosthornError('NOT_FOUND', 'there is no such report', { reason: 'no-such-report' });
  }
  return {};
}

/** A message that the user may read. Throws NOT_A_MEMBER, NOT_FOUND. */
async function readable(
  { store }: Services,
  user: number,
  conversation: number,
  seq: number,
): Promise<StoredMessage> {
  const range = { conversation, after: Math.max(0, seq - 1), before: 0, limit: 1, mark: 0 };
  const [batch] = await store.log.pull(user, [range], LIMITS.maxPullBytes);
  if (batch === undefined || batch.forbidden) {
    throw notAMember();
  }
  const message = batch.messages.find((each) => each.seq === seq);
  if (message === undefined)
    throw new PosthornError('NOT_FOUND', 'there is no such message', { reason: 'no-such-message' });
  return message;
}

async function existing({ store }: Services, user: number): Promise<number> {
  const [found] = await store.run(userQueries.usersByIds, [user]);
  if (found === undefined)
    throw new PosthornError('NOT_FOUND', 'there is no such user', { reason: 'no-such-user' });
  return found.id;
}

function toReport({ conversation, seq, sentAt, content, ...report }: ReportRecord): ReportInit {
  if (conversation === 0) return report;
  const message = { conversation, seq, sender: report.user, time: sentAt, content, clientId: undefined };
  return { ...report, message: toMessage(message) };
}
