/**
 * GET /v1/me/export, and /v1/admin/users/:user/export for administrators: a stream of JSON lines.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { admit, admitAdministrator, tokenOf } from '../../http/bearer.ts';
import type { FeaturePlace } from '../../router/feature.ts';
import { resolveUsers, userInText } from '../../http/users.ts';
import * as userQueries from '../accounts/user-queries.ts';
import { originOf } from '../../router/audit.ts';
import { sessionOf } from '../../router/caller.ts';
import { exportLines, inChunks } from './lines.ts';
import { RUNNING } from './running.ts';

/** An export ends when its reader takes nothing for this long. */
const STALLED_MS = 60_000;

export function addExport(app: FastifyInstance, place: FeaturePlace): void {
  const { gate, services } = place;
  app.get('/v1/me/export', async (request, reply) => {
    const session = sessionOf(await admit(gate, request.raw, 'user'));
    return answer(place, { request, reply, asker: session.user, user: session.user });
  });
  app.get<{ Params: { user: string } }>('/v1/admin/users/:user/export', async (request, reply) => {
    const caller = await admitAdministrator(gate, request.raw, 'exportUser');
    const { user: asker } = sessionOf(caller);
    const { user: given } = await resolveUsers(gate.router, caller, {
      user: userInText(request.params.user),
    });
    const user = await existing(place, given);
    services.audit.note({ ...originOf(services.clock, caller, 'exportUser'), code: 'OK', user });
    return answer(place, { request, reply, asker, user });
  });
}

async function existing({ services }: FeaturePlace, given: unknown): Promise<number> {
  const id = Number(given);
  if (!Number.isSafeInteger(id)) throw new PosthornError('INVALID', '"user" must be an id or a name');
  const [found] = await services.store.run(userQueries.usersByIds, [id]);
  if (found === undefined) throw new PosthornError('NOT_FOUND', 'there is no such user');
  return id;
}

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly asker: number;
  readonly user: number;
}

/** Reads on only as fast as the reader takes it, so whatever the export holds, memory is bounded. */
function answer({ gate, services }: FeaturePlace, { request, reply, asker, user }: Asked): FastifyReply {
  const end = services.state(RUNNING).begin(asker, () => void reply.raw.destroy());
  const token = tokenOf(gate, request.raw) ?? '';
  const mayGoOn = (): Promise<unknown> => gate.router.authenticate(token);
  const body = Readable.from(inChunks(exportLines(services, user), mayGoOn), { highWaterMark: 1 });
  body.once('close', end);
  reply.raw.setTimeout(STALLED_MS, () => void reply.raw.destroy());
  return reply
    .type('application/jsonl; charset=utf-8')
    .header('content-disposition', `attachment; filename="posthorn-${user}.jsonl"`)
    .send(body);
}
