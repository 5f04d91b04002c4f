/**
 * Files: what messages have attached, and pictures of users and groups.
 *
 * @module
 */
import { get } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { ATTACHMENTS_TRAIT } from './attachments.ts';
import { uploadDuties } from './cleaning.ts';
import { duties } from './collecting.ts';
import { MEDIA, SCANNER } from './examining.ts';
import { LINKS } from './http/access.ts';
import { addFiles } from './http/add.ts';
import { DOWNLOADS } from './http/downloads.ts';
import { FILE_PATHS } from './http/openapi.ts';
import { RECEIVING } from './http/receiving.ts';
import { MEDIA_OPTIONS } from './media/options.ts';
import { FILE_OPTIONS } from './options.ts';
import { checkScanner } from './scan.ts';
import { SCAN_OPTIONS } from './scan/options.ts';
import { personalData } from './personal-data.ts';
import { getStorage } from './storage-used.ts';
import { STORAGE } from './storage.ts';
import { UPLOADS } from './uploads.ts';

export const FILES = {
  name: 'files',
  options: { table: { ...FILE_OPTIONS, ...MEDIA_OPTIONS, ...SCAN_OPTIONS }, check: checkScanner },
  storage: STORAGE,
  traits: [ATTACHMENTS_TRAIT],
  states: [MEDIA, SCANNER, UPLOADS, RECEIVING, DOWNLOADS, LINKS],
  personalData,
  duties: (services) => [...duties(services), ...uploadDuties(services)],
  operations: [
    operation('getStorage', {
      who: 'user',
      repeat: 'harmless',
      run: getStorage,
      routes: [get('/v1/me/storage', 'Files', 'How much my files have')],
    }),
  ],
  addHttp: addFiles,
  openApi: FILE_PATHS,
} as const satisfies Feature;
