/**
 * The server as people see it: its name, its looks, and who may register.
 *
 * @module
 */
import { get, put } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { addLogo, LOGO_PATHS } from './http.ts';
import { getServer, setServer } from './server.ts';

const TAG = 'Server';

export const SERVER = {
  name: 'server',
  operations: [
    operation('getServer', {
      who: 'stranger',
      repeat: 'harmless',
      run: getServer,
      routes: [get('/v1/server', TAG, 'What everybody may know: name, looks, who may register')],
    }),
    operation('setServer', {
      who: 'admin',
      scope: 'server',
      repeat: 'harmless',
      audited: 'refusals',
      run: setServer,
      routes: [
        put('/v1/server', TAG, 'Set name, looks, and who may register', {
          body: ['name', 'registration', 'accent', 'logo'],
          example: { name: 'Verona Chat', registration: 'invite', accent: '#0a7d5a' },
        }),
      ],
    }),
  ],
  addHttp: addLogo,
  openApi: LOGO_PATHS,
} as const satisfies Feature;
