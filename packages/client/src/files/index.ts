/**
 * Files: uploads that survive losses of the connection and restarts, downloads, and messages with files. In browsers and in
 * Node.
 *
 * @module
 */
import type { Client } from '../api.ts';
import { insideOf } from '../inside.ts';
import { attachmentIn, isObject, numberOf } from './attachment.ts';
import type { Files, FilesOptions, Source, Upload, UploadOptions } from './api.ts';
import { startDownload } from './download.ts';
import { Http } from './http.ts';
import { KeptUploads, storedUploads } from './kept.ts';
import { saveFile } from './save.ts';
import { sendFiles } from './sending.ts';
import { fingerprintOf, openSource } from './source.ts';
import { Tus } from './tus.ts';
import { RunningUpload } from './upload.ts';

export type * from './api.ts';
export type { KeptUpload } from '../storage.ts';

/**
 * The files of a client. Make it once for each client. Throws INVALID if it is not known where the server's REST API is: see
 * `server`.
 */
export function files(client: Client, options: FilesOptions = {}): Files {
  const inside = insideOf(client);
  const { platform } = inside;
  const http = new Http(client, options);
  const tus = new Tus(http, platform.now);
  const kept = new KeptUploads(options.uploads ?? storedUploads(inside), platform.now);
  const download = { http, client, platform };
  const pathOf = (id: string): string => `/v1/files/${encodeURIComponent(id)}`;
  const upload = (source: Source, given: UploadOptions = {}): Upload =>
    new RunningUpload({ client, platform, tus, kept }, source, given);
  return {
    upload,
    async resume(source, given = {}) {
      const opened = await openSource(source, given);
      const fingerprint = await fingerprintOf(opened, given.voice);
      await opened.close();
      return fingerprint === undefined || kept.get(fingerprint) === undefined
        ? undefined
        : upload(source, given);
    },
    unfinished: () => kept.all(),
    send: (target, draft) =>
      sendFiles(
        {
          client,
          now: platform.now,
          upload,
          async sent(attachments) {
            for (const { id } of attachments) await kept.sent(id);
          },
        },
        target,
        draft,
      ),
    download: (id, given = {}) => startDownload(download, id, given),
    save: (id, path, given = {}) => saveFile(download, id, path, given),
    async link(id, { size } = {}) {
      const query = size === undefined ? '' : `?size=${size}`;
      const answer: unknown = await (await http.ask('POST', `${pathOf(id)}/link${query}`)).json();
      const { url, expiresAt } = isObject(answer) ? answer : {};
      return { url: http.urlOf(String(url)), expiresAt: numberOf(expiresAt) };
    },
    async info(id) {
      return attachmentIn(await (await http.ask('GET', `${pathOf(id)}/info`)).json());
    },
  };
}
