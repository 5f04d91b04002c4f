/**
 * The files of imports and exports: what administrators, and server keys with the scope `import`, give and take for others.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { admitAdministrator, admitWithKey, bearerOf } from '../../http/bearer.ts';
import type { Gate } from '../../http/bearer.ts';
import { keyRefusal } from '../../router/keys.ts';
import { sessionOf } from '../../router/caller.ts';
import type { FeaturePlace } from '../../router/feature.ts';
import { isKey } from '../../router/scopes.ts';
import { blobsOf, codedBlobError } from '../files/blobs.ts';
import { fileOf } from '../files/files.ts';
import { noFile } from '../files/http/access.ts';
import { addRaw, queryValue } from '../files/http/handlers.ts';
import { madeFile, takeFile } from '../files/http/post-file.ts';
import { withholdingEnd } from '../files/http/withheld.ts';
import { importedFiles, nameFile, usersByExternalIds } from './queries.ts';

const IMPORT_URL = '/v1/admin/import/files';
const EXPORT_URL = '/v1/admin/export/files/:id';
const STALLED_MS = 60_000;
const FILE_ID = /^[0-9a-f]{32}$/;
const EXTERNAL_ID = /^[\x21-\x7e]{1,100}$/;

export function addImportFiles(app: FastifyInstance, place: FeaturePlace): void {
  const { gate, services } = place;
  addRaw(app, {
    method: 'POST',
    url: IMPORT_URL,
    handle: async (request, reply) => {
      const mayGoOn = (): Promise<void> => admitMover(gate, request.raw, 'importRecords');
      await mayGoOn();
      const id = queryValue(request.query, 'id') ?? '';
      if (!EXTERNAL_ID.test(id))
        throw new PosthornError(
          'INVALID',
          '"id" says what the source calls the file: 1 to 100 visible ASCII characters',
        );
      const [known] = await services.store.run(importedFiles, [id]);
      if (known !== undefined) return reply.send({ outcome: 'there', file: known.file });
      const owner = await ownerOf(place, queryValue(request.query, 'owner') ?? '');
      const { id: file } = await madeFile(services, await takeFile(place, request, { owner, mayGoOn }));
      await services.store.run(nameFile, id, file);
      return reply.code(201).send({ outcome: 'made', file });
    },
  });
  addRaw<{ readonly id: string }>(app, {
    method: 'GET',
    url: EXPORT_URL,
    handle: async (request, reply) => {
      await admitMover(gate, request.raw, 'exportRecords');
      const file = FILE_ID.test(request.params.id) ? await fileOf(services, request.params.id) : undefined;
      if (file === undefined) throw noFile();
      const { stream } = await open(place, file.hash);
      reply.raw.setTimeout(STALLED_MS, () => void reply.raw.destroy());
      return reply
        .headers({ 'content-type': 'application/octet-stream', 'content-length': file.bytes })
        .send(withholdingEnd(stream, codedBlobError));
    },
  });
}

async function open(
  { services }: FeaturePlace,
  hash: string,
): ReturnType<ReturnType<typeof blobsOf>['open']> {
  try {
    return await blobsOf(services).open(hash);
  } catch (error) {
    throw error instanceof Error ? codedBlobError(error) : error;
  }
}

async function ownerOf({ services }: FeaturePlace, externalId: string): Promise<number> {
  const [found] = await services.store.run(usersByExternalIds, [externalId]);
  if (found === undefined)
    throw new PosthornError(
      'NOT_FOUND',
      `no user was imported as ${externalId}: import the record of the user first`,
    );
  return found.user;
}

/** As the requests of the same names are admitted. */
async function admitMover(gate: Gate, request: IncomingMessage, name: string): Promise<void> {
  const token = bearerOf(request);
  if (token === undefined || !isKey(token)) {
    await admitAdministrator(gate, request, name);
    return;
  }
  const session = sessionOf(await admitWithKey(gate, request));
  const { key } = session;
  const keys = { scopes: ['import'], acts: 'for-nobody' } as const;
  const refusal = key === undefined ? undefined : keyRefusal(session, key, { name, keys });
  if (refusal !== undefined) throw refusal;
}
