/**
 * The web client: its page, and the sessions of browsers.
 *
 * @module
 */
import type { FastifyInstance } from 'fastify';
import type { Feature, FeaturePlace } from '../../router/feature.ts';
import { WEB_PATHS } from './openapi.ts';
import { checkWeb, WEB_OPTIONS } from './options.ts';
import { addPage } from './page.ts';
import { PAGE } from './served.ts';
import { addSession } from './session.ts';

export const WEB = {
  name: 'web',
  options: { table: WEB_OPTIONS, check: checkWeb },
  states: [PAGE],
  addHttp(app: FastifyInstance, place: FeaturePlace) {
    addSession(app, place);
    addPage(app, place);
  },
  openApi: WEB_PATHS,
} as const satisfies Feature;
