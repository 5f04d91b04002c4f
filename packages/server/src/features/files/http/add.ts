/**
 * All HTTP calls of files.
 *
 * @module
 */
import type { FastifyInstance } from 'fastify';
import type { FeaturePlace } from '../../../router/feature.ts';
import { addAboutFile } from './about-file.ts';
import { addDownload } from './download.ts';
import { addPostFile } from './post-file.ts';
import { addUploadState } from './state.ts';
import { Tus } from './tus.ts';

export function addFiles(app: FastifyInstance, place: FeaturePlace): void {
  new Tus(place).add(app);
  addUploadState(app, place);
  addPostFile(app, place);
  addDownload(app, place);
  addAboutFile(app, place);
}
