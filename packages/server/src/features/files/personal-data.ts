/**
 * The files of a user.
 *
 * @module
 */
import { decodeAttachment } from '@posthorn/protocol';
import { toJson } from '@posthorn/protocol/schema';
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import * as fileQueries from './file-queries.ts';
import * as uploadQueries from './upload-queries.ts';

const PAGE = 200;

export function personalData(services: Services): PersonalData {
  return {
    export: (user) => exportFiles(services, user),
    erase: ({ user }) => eraseFiles(services, user),
  };
}

/** Without the bytes: they are at /v1/files/ID. */
async function* exportFiles({ store }: Services, user: number): AsyncGenerator<ExportLine> {
  for (let after = ''; ;) {
    const found = await store.run(fileQueries.filesOf, user, after, PAGE);
    for (const { time, attachment } of found)
      yield { type: 'file', time, file: toJson('Attachment', decodeAttachment(attachment)) };
    if (found.length < PAGE) return;
    after = found.at(-1)?.id ?? after;
  }
}

/** What messages refer to stays with them; the rest goes. */
async function eraseFiles({ store, blobs }: Services, user: number): Promise<void> {
  for (const upload of await store.run(uploadQueries.removeUploadsOf, user)) await blobs?.discard(upload);
  let after = '';
  do after = await store.run(fileQueries.idleFilesOf, user, after, PAGE);
  while (after !== '');
}
