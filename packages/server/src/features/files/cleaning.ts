/**
 * What becomes of uploads that nobody finishes: they are dropped after their time; those whose bytes are all there become files.
 *
 * @module
 */
import type { Duty } from '../../pipeline/duties.ts';
import type { Services } from '../../router/services.ts';
import * as uploadQueries from './upload-queries.ts';
import type { UploadRecord } from './upload-records.ts';
import { UPLOADS } from './uploads.ts';

const INTERVAL_MS = 10_000;
const PAGE = 50;
/** How often the storage is searched for uploads of which the database knows nothing. */
const STRAYS_EVERY_MS = 3_600_000;
/** Such an upload may be about to be noted, or hold what is being made of a file. */
const STRAY_MS = 86_400_000;

export function uploadDuties(services: Services): readonly Duty[] {
  const { blobs, clock } = services;
  if (blobs === undefined) return [];
  let strays = clock.monotonic();
  return [
    {
      name: 'uploads',
      intervalMs: INTERVAL_MS,
      run: async (mayGoOn) => {
        await goOn(services, mayGoOn);
        if (clock.monotonic() < strays) return;
        await dropStrays(services, mayGoOn);
        strays = clock.monotonic() + STRAYS_EVERY_MS;
      },
    },
  ];
}

async function goOn(services: Services, mayGoOn: () => Promise<boolean>): Promise<void> {
  const { store, clock } = services;
  const now = clock.now();
  let after: Pick<UploadRecord, 'expires' | 'id'> | undefined = { expires: 0, id: '' };
  while (after !== undefined && (await mayGoOn())) {
    const due: readonly UploadRecord[] = await store.run(uploadQueries.dueUploads, now, after, PAGE);
    for (const upload of due) await carryOn(services, upload);
    after = due.length === PAGE ? due.at(-1) : undefined;
  }
}

async function carryOn(services: Services, upload: UploadRecord): Promise<void> {
  const uploads = services.state(UPLOADS);
  if (upload.state === 'processing') await uploads.takeOver(upload);
  else if (upload.state === 'receiving') await drop(services, upload);
  else await uploads.discard(upload.id);
}

/** Unless the last byte has arrived, and its router died before it could say so. */
async function drop(services: Services, upload: UploadRecord): Promise<void> {
  const uploads = services.state(UPLOADS);
  await uploads.discard(upload.id);
  services.logger.debug({ upload: upload.id }, 'an upload was dropped after its time');
}

/** What routers have left behind that died between the storage and the database. */
async function dropStrays({ blobs, store, clock }: Services, mayGoOn: () => Promise<boolean>): Promise<void> {
  if (blobs === undefined) return;
  const unchangedSince = clock.now() - STRAY_MS;
  let after: string | undefined;
  do {
    const { items, next } = await blobs.listUploads({
      unchangedSince,
      limit: PAGE,
      ...(after !== undefined && { after }),
    });
    const ids = items.map(({ upload }) => upload);
    const known = ids.length === 0 ? [] : await store.run(uploadQueries.knownUploads, ids);
    for (const id of ids) if (!known.includes(id)) await blobs.discard(id);
    after = next;
  } while (after !== undefined && (await mayGoOn()));
}
