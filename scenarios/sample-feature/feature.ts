/**
 * A feature outside the server, with one of everything: a table, a request that writes and one that reads, REST
 * routes, a kind of content with an effect, a follower of the log, an option. Registering it is all that it takes.
 *
 * @module
 */
import { completeContent, LIMITS, PosthornError } from '@posthorn/protocol';
import type { Content } from '@posthorn/protocol';
import {
  admit,
  count,
  extension,
  get,
  OPTION_GROUPS,
  option,
  optionsOf,
  post,
  send,
  sessionOf,
} from '@posthorn/server/feature';
import type { Caller, ContentKind, Feature, Follower, Services } from '@posthorn/server/feature';
import { viewQueries } from '@posthorn/server/queries';
import { CLIENT_ID_FIELD, LIST_ROLLS, ROLL_DICE, ROLLS } from './messages.ts';
import type { RollRequest, Rolls } from './messages.ts';
import { noteSeen, rollsOf, STORAGE } from './storage.ts';
import type { RollEffect } from './storage.ts';

export const NUMBERS = { rollDice: 1000, listRolls: 1001 } as const;

const OPTIONS = {
  sampleSides: option({
    group: OPTION_GROUPS.limits,
    kind: count({ min: 2, max: 255 }),
    default: 6,
    description: 'Sides of a die.',
    example: '20',
  }),
} as const;

/** The only byte is the value. */
const ROLL: ContentKind = {
  kind: 'custom:sample.roll',
  isSent: true,
  counts: true,
  check(content) {
    if (valueOf(content) === undefined) throw new PosthornError('INVALID', 'a roll has one number above 0');
  },
  effect: (content): RollEffect => ({ type: 'sample-roll', value: valueOf(content) ?? 0 }),
  text: (content) => `[rolled ${valueOf(content)}]`,
};

function valueOf({ kind }: Content): number | undefined {
  if (kind?.case !== 'custom' || kind.value.data.length !== 1) return undefined;
  const [value = 0] = kind.value.data;
  return value > 0 ? value : undefined;
}

/** A repeat under the same client id gets the first roll: the value follows from the id. */
async function rollDice(services: Services, caller: Caller, request: RollRequest): Promise<Rolls> {
  const { sampleSides } = optionsOf(services.config.options, OPTIONS);
  const { user } = sessionOf(caller);
  const { conversation, clientId } = request;
  if (clientId === '' || clientId.length > LIMITS.maxClientIdBytes)
    throw new PosthornError('INVALID', 'a roll needs a client id');
  const value = 1 + (Buffer.from(clientId).reduce((sum, byte) => sum * 31 + byte, user) % sampleSides);
  const ack = await send(services, caller, {
    target: { case: 'conversation', value: conversation },
    clientId,
    order: 0,
    content: completeContent({
      kind: { case: 'custom', value: { type: 'sample.roll', data: Uint8Array.of(value) } },
    }),
  });
  if (ack instanceof PosthornError) throw ack;
  return { rolls: [{ seq: ack.seq, user, value }] };
}

async function listRolls(services: Services, caller: Caller, { conversation }: RollRequest): Promise<Rolls> {
  const view = await services.store.run(viewQueries.view, sessionOf(caller).user, conversation);
  if (view === undefined) throw new PosthornError('NOT_A_MEMBER', 'you are not in this conversation');
  const rolls = await services.store.run(rollsOf, conversation);
  return { rolls: rolls.filter(({ seq }) => seq >= view.first && seq <= view.head) };
}

/** Notes how far it has seen each conversation. */
function followerOf({ store }: Services): Follower {
  return {
    name: 'sample',
    start: 'beginning',
    async handle(entries) {
      // Those of a conversation come by rising seq.
      const last = new Map(entries.map(({ conversation, seq }) => [conversation, seq]));
      await store.run(noteSeen, [...last]);
    },
  };
}

export const SAMPLE: Feature = {
  name: 'sample',
  options: { table: OPTIONS },
  storage: STORAGE,
  contents: [ROLL],
  // What is no request of the protocol: a picture, a form of another product's.
  addHttp(app, { config, gate }) {
    app.get('/v1/sample/sides', async (request) => {
      await admit(gate, request.raw, 'user');
      return { sides: optionsOf(config, OPTIONS).sampleSides };
    });
  },
  followers: (services) => [followerOf(services)],
  operations: [
    extension({
      name: 'rollDice',
      number: NUMBERS.rollDice,
      who: 'user',
      conversation: 'member',
      repeat: 'by-client-id',
      clientIdField: CLIENT_ID_FIELD,
      request: ROLL_DICE,
      reply: ROLLS,
      run: rollDice,
      routes: [post('/v1/conversations/:conversation/rolls', 'Sample', 'Roll a die')],
    }),
    extension({
      name: 'listRolls',
      number: NUMBERS.listRolls,
      who: 'user',
      conversation: 'reader',
      repeat: 'harmless',
      request: LIST_ROLLS,
      reply: ROLLS,
      run: listRolls,
      routes: [get('/v1/conversations/:conversation/rolls', 'Sample', 'What was rolled')],
    }),
  ],
};
