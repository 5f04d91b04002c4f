/**
 * Operations by which people come into groups of the directory.
 *
 * @module
 */
import { get, PAGE, post, put } from '../../http/route.ts';
import { operation } from '../../router/operation.ts';
import { joinGroup, listDirectory } from './directory.ts';
import { listJoins, settleJoin } from './joins.ts';

const TAG = 'Groups';

export const DOORS = [
  operation('listDirectory', {
    who: 'user',
    repeat: 'harmless',
    run: listDirectory,
    routes: [get('/v1/directory', TAG, 'Groups that everybody finds', { query: ['prefix', ...PAGE] })],
  }),
  operation('joinGroup', {
    who: 'user',
    scope: 'groups',
    repeat: 'by-client-id',
    run: joinGroup,
    routes: [
      post('/v1/groups/:conversation/join', TAG, 'Join a group of the directory, or ask to', {
        body: ['text'],
        example: { text: 'Bob has told me of you' },
      }),
    ],
  }),
  operation('listJoins', {
    who: 'user',
    scope: 'groups',
    conversation: 'manager',
    repeat: 'harmless',
    run: listJoins,
    routes: [get('/v1/groups/:conversation/joins', TAG, 'Who asks to join a group', { query: PAGE })],
  }),
  operation('settleJoin', {
    who: 'user',
    scope: 'groups',
    conversation: 'manager',
    repeat: 'by-client-id',
    run: settleJoin,
    routes: [
      put('/v1/groups/:conversation/joins/:user', TAG, 'Let somebody in who asks to join, or not', {
        body: ['accept'],
        example: { accept: true },
        required: ['accept'],
      }),
    ],
  }),
];
