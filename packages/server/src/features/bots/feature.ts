/**
 * Bots: accounts for programs, their commands, buttons and forms, and texts that grow.
 *
 * @module
 */
import { get, PAGE, patch, post, put, remove } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { answerInteraction, takeInteraction } from './answers.ts';
import { createBot, listBots, removeBot, rotateBotToken, setBot } from './bots.ts';
import { listCommands, setCommands } from './commands.ts';
import { COMPONENTS, STREAMED } from './contents.ts';
import { interact, PRESSES } from './interact.ts';
import { CREATED } from './interaction-queries.ts';
import { BOT_LIFE } from './life.ts';
import { BOT_OPTIONS } from './options.ts';
import { personalData } from './personal-data.ts';
import { STORAGE } from './storage.ts';
import { STREAMS, streamText } from './streams.ts';
import { WAITING } from './waiting.ts';

const TAG = 'Bots';

export const BOTS = {
  name: 'bots',
  options: { table: BOT_OPTIONS },
  storage: STORAGE,
  traits: [COMPONENTS, STREAMED],
  states: [WAITING, PRESSES, STREAMS, BOT_LIFE],
  happenings: [CREATED],
  personalData,
  operations: [
    operation('createBot', {
      who: 'user',
      scope: 'bots',
      worksForNobody: true,
      repeat: 'never',
      audited: 'refusals',
      run: createBot,
      routes: [
        post('/v1/bots', TAG, 'Make a bot', {
          body: ['name', 'displayName', 'server'],
          required: ['name'],
          example: { name: 'reminder', displayName: 'Reminder' },
        }),
      ],
    }),
    operation('listBots', {
      who: 'user',
      scope: 'bots',
      worksForNobody: true,
      repeat: 'harmless',
      run: listBots,
      routes: [get('/v1/bots', TAG, 'My bots, or all of the server', { query: ['all', ...PAGE] })],
    }),
    operation('setBot', {
      who: 'user',
      scope: 'bots',
      worksForNobody: true,
      repeat: 'never',
      audited: 'refusals',
      run: setBot,
      routes: [
        patch('/v1/bots/:user', TAG, 'Change a bot', {
          body: ['displayName', 'avatarUrl', 'disabled'],
          example: { displayName: 'Reminder' },
        }),
      ],
    }),
    operation('rotateBotToken', {
      who: 'user',
      scope: 'bots',
      worksForNobody: true,
      repeat: 'never',
      audited: 'refusals',
      run: rotateBotToken,
      routes: [post('/v1/bots/:user/token', TAG, 'Make a new token for a bot')],
    }),
    operation('removeBot', {
      who: 'user',
      scope: 'bots',
      worksForNobody: true,
      repeat: 'never',
      audited: 'refusals',
      run: removeBot,
      routes: [remove('/v1/bots/:user', TAG, 'Erase a bot')],
    }),
    operation('setCommands', {
      who: 'user',
      repeat: 'harmless',
      run: setCommands,
      routes: [
        put('/v1/me/commands', TAG, 'Set my commands, as a bot', {
          body: ['commands'],
          required: ['commands'],
          example: {
            commands: [{ name: 'remind', fields: [{ name: 'when', type: 'time', required: true }] }],
          },
        }),
      ],
    }),
    operation('listCommands', {
      who: 'user',
      conversation: 'member',
      repeat: 'harmless',
      run: listCommands,
      routes: [get('/v1/conversations/:conversation/commands', TAG, 'Commands that can be used here')],
    }),
    operation('interact', {
      who: 'user',
      conversation: 'member',
      repeat: 'never',
      run: interact,
      routes: [
        post(
          '/v1/conversations/:conversation/interactions',
          TAG,
          'Use a command, press a button or send a form',
          {
            body: ['command', 'component', 'form', 'timeZone'],
            example: { command: { name: 'remind', text: '10m "buy milk"' } },
          },
        ),
      ],
    }),
    operation('takeInteraction', {
      who: 'user',
      repeat: 'never',
      run: takeInteraction,
      routes: [
        post('/v1/interactions/:id/take', TAG, 'Take an interaction, as one of several processes of a bot'),
      ],
    }),
    operation('answerInteraction', {
      who: 'user',
      repeat: 'never',
      run: answerInteraction,
      routes: [
        post('/v1/interactions/:id/answer', TAG, 'Answer an interaction, as a bot', {
          body: ['kind', 'text', 'components', 'form', 'clientId'],
          required: ['kind'],
          example: { kind: 'ephemeral', text: 'I will remind you.' },
        }),
      ],
    }),
    operation('streamText', {
      who: 'user',
      conversation: 'member',
      repeat: 'harmless',
      run: streamText,
      routes: [
        post('/v1/conversations/:conversation/streams', TAG, 'Show a text that still grows, as a bot', {
          body: ['stream', 'text', 'replyTo', 'thread', 'abandoned'],
          required: ['stream'],
          example: { stream: 'answer-1', text: 'The weather in Ver' },
        }),
      ],
    }),
  ],
} as const satisfies Feature;
