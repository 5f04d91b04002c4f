/**
 * What each may do over MQTT, and what each sees: every topic that takes a publish, every filter with and without wildcards.
 * The tables are written by hand. Nobody is shown by a filter what they are not in (promise 9).
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { MqttClient } from '@posthorn/testing/mqtt-client';
import { RawClient } from '@posthorn/testing/raw-client';

/**
 * Of a group of the owner: who is not in it, is in it, may not write there, was removed from it, and whom the owner has
 * blocked; and its owner.
 */
const PEOPLE = ['outsider', 'member', 'silenced', 'removed', 'blocked', 'owner'] as const;
type Person = (typeof PEOPLE)[number];
type Row<Cell> = readonly [what: string, cells: Readonly<Record<Person, Cell>>];

/** Rows of words, under the names of people. */
function table(text: string): readonly Row<string>[] {
  const [header = [], ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  assert.deepEqual(header, PEOPLE);
  return rows.map(([what = '', ...cells]) => {
    assert.equal(cells.length, PEOPLE.length, what);
    return [what, Object.fromEntries(PEOPLE.map((each, at) => [each, cells[at]])) as Record<Person, string>];
  });
}

/** Reason codes of acks, in MQTT 5. G is the group. */
const PUBLISHED = table(`
                        outsider member silenced removed blocked owner
  g/G                   87       0      87       87      0       0
  g/G/json              87       0      87       87      0       0
  g/G/m/ID              87       0      87       87      0       0
  g/G/typing            87       0      87       87      0       0
  g/G/read              0        0      0        0       0       0
  g/G/pull              87       0      0        0       0       0
  g/999999/pull         87       87     87       87      87      87
  g/G/json/typing       90       90     90       90      90      90
  g/999999              87       87     87       87      87      87
  g/0                   90       90     90       90      90      90
  u/owner               0        0      0        0       87      90
  u/nobody              90       90     90       90      90      90
  u/nobody/typing       90       90     90       90      90      90
  lobby                 0        0      0        0       0       0
  inbox                 87       87     87       87      87      87
  g/G/info              90       90     90       90      90      90
  presence/owner        90       90     90       90      90      90
  reply/a               90       90     90       90      90      90
  sensors/kitchen       90       90     90       90      90      90
  $SYS/uptime           90       90     90       90      90      90
`);

/**
 * What of a group (G), a direct conversation with the owner (U), the lobby (L) and of the owner's typing in the group (T) a filter
 * shows; -: nothing.
 */
const SHOWN = table(`
                        outsider member silenced removed blocked owner
  #                     UL       GULT   GULT     UL      GLT     GUL
  +/#                   UL       GULT   GULT     UL      GLT     GUL
  +                     L        L      L        L       L       L
  +/+                   U        GU     GU       U       G       GU
  g/+                   -        G      G        -       G       G
  g/#                   -        GT     GT       -       GT      G
  g/G                   -        G      G        -       G       G
  g/G/#                 -        GT     GT       -       GT      G
  g/+/json              -        G      G        -       G       G
  g/+/typing            -        T      T        -       T       -
  +/+/+                 -        T      T        -       T       -
  g/H/typing            -        -      -        -       -       -
  +/+/json              U        GU     GU       U       G       GU
  g/H                   -        -      -        -       -       -
  g/H/json              -        -      -        -       -       -
  u/+                   U        U      U        U       -       U
  u/#                   U        U      U        U       -       U
  u/owner               U        U      U        U       -       -
  u/OWNER/json          U        U      U        U       -       -
  u/friend              -        -      -        -       -       U
  u/tybalt              -        -      -        -       -       -
  lobby                 L        L      L        L       L       L
  lobby/json            L        L      L        L       L       L
  lobby/+               -        -      -        -       -       -
  +/json                L        L      L        L       L       L
  inbox                 -        -      -        -       -       -
  inbox/json            -        -      -        -       -       -
`);

/** Others, who have a group (H) and a conversation of their own. */
const OTHERS = ['herald', 'tybalt', 'friend'] as const;
/** With whom the owner has talked once everybody had their turn. */
const OWNER_TALKS_TO: readonly Name[] = ['outsider', 'member', 'silenced', 'removed', 'friend'];
type Login = Awaited<ReturnType<typeof RawClient.as>>;
type Name = Person | (typeof OTHERS)[number];

class Verona {
  readonly #place: InProcess;
  readonly #people: ReadonlyMap<Name, Login>;
  /** Conversations, by the letter in the tables. */
  readonly #places = new Map<string, number>();
  #count = 0;

  private constructor(place: InProcess, people: ReadonlyMap<Name, Login>) {
    this.#place = place;
    this.#people = people;
  }

  static async open(): Promise<Verona> {
    const place = await startInProcess({
      mqtt: true,
      mqttPort: 0,
      loginPolicy: 'multi',
      sendRate: 1_000_000,
      groupsPerHour: 0,
    });
    const people = new Map<Name, Login>();
    for (const each of [...PEOPLE, ...OTHERS]) people.set(each, await RawClient.as(place.tcpUrl, each));
    const verona = new Verona(place, people);
    const conversation = await verona.#makeGroup('G', 'owner', ['member', 'silenced', 'removed', 'blocked']);
    await verona.#makeGroup('H', 'herald', ['tybalt']);
    const user = (name: Name): number => verona.#person(name).id;
    for (const body of [
      { case: 'removeMember', value: { conversation, user: user('removed'), clientId: 'out' } },
      { case: 'muteMember', value: { conversation, user: user('silenced'), muted: true, clientId: 'still' } },
      { case: 'block', value: { user: user('blocked') } },
    ] as const)
      assert.equal(await verona.#person('owner').client.code(body), 'OK', body.case);
    const { client } = verona.#person('owner');
    const page = { cursor: '', limit: 100, byActivity: false };
    const reply = await client.ask({ case: 'listConversations', value: page });
    assert.ok(reply.case === 'conversations');
    verona.#places.set('L', reply.value.conversations.find(({ kind }) => kind === 'room')?.id ?? 0);
    return verona;
  }

  named(topic: string): string {
    return topic
      .replace(/\b[GH]\b/, (letter) => String(this.#places.get(letter)))
      .replace('ID', this.#fresh());
  }

  async mqtt(person: Person): Promise<MqttClient> {
    const url = `mqtt://127.0.0.1:${this.#place.server.ports['mqtt']}`;
    return MqttClient.connect(url, { user: person, password: 'pw', clientId: `${person} ${this.#fresh()}` });
  }

  /** Something is said everywhere; the owner talks with `person`. The herald has the last word. */
  async sayAll(person: Name, to: Person): Promise<void> {
    await this.#say('owner', 'G', 'G');
    await this.#type('owner', 'G');
    await this.#type('herald', 'H');
    await this.#say('herald', 'H', 'H');
    await this.#say('tybalt', 'herald', 'D');
    if (person !== 'blocked') await this.#say('owner', person, 'U');
    await this.#say('owner', 'L', 'L');
    await this.#say('herald', to, 'That is all');
  }

  /** The owner changes who is in the group G. */
  async change(what: 'addMembers' | 'removeMember', person: Person): Promise<void> {
    const conversation = this.#places.get('G') ?? 0;
    const user = this.#person(person).id;
    const clientId = this.#fresh();
    const body =
      what === 'addMembers'
        ? ({ case: what, value: { conversation, users: [user], clientId } } as const)
        : ({ case: what, value: { conversation, user, clientId } } as const);
    assert.equal(await this.#person('owner').client.code(body), 'OK', what);
  }

  /** The topics of state that a person is told of with `#`. */
  statesFor(person: Person): readonly string[] {
    const isIn = person !== 'outsider' && person !== 'removed';
    const talks: readonly string[] =
      person === 'owner' ? OWNER_TALKS_TO : person === 'blocked' ? [] : ['owner'];
    return [
      ...(isIn ? [`${this.named('g/G')}/info`] : []),
      'lobby/info',
      'inbox/info',
      ...[...talks, 'herald'].flatMap((name) => [`presence/${name}`, `u/${name}/info`]),
    ].toSorted();
  }

  close(): Promise<void> {
    return this.#place.server.close();
  }

  async #say(from: Name, to: string, text: string): Promise<void> {
    const place = this.#places.get(to);
    const target =
      place === undefined
        ? ({ case: 'user', value: this.#person(to as Name).id } as const)
        : ({ case: 'conversation', value: place } as const);
    const value = { target, clientId: this.#fresh(), content: { text } };
    assert.equal(await this.#person(from).client.code({ case: 'send', value }), 'OK', `${from} to ${to}`);
  }

  async #type(from: Name, letter: string): Promise<void> {
    const conversation = this.#places.get(letter) ?? 0;
    const { client } = this.#person(from);
    assert.equal(await client.code({ case: 'typing', value: { conversation, active: true } }), 'OK');
  }

  async #makeGroup(letter: string, owner: Name, names: readonly Name[]): Promise<number> {
    const members = names.map((name) => this.#person(name).id);
    const { client } = this.#person(owner);
    const made = await client.ask({
      case: 'createGroup',
      value: { title: letter, members, clientId: letter },
    });
    assert.ok(made.case === 'conversation');
    this.#places.set(letter, made.value.id);
    return made.value.id;
  }

  #person(name: Name): Login {
    const found = this.#people.get(name);
    assert.ok(found !== undefined);
    return found;
  }

  #fresh(): string {
    return `m${(this.#count += 1)}`;
  }
}

const PAYLOADS: Readonly<Record<string, string>> = { json: '{"text":"hi"}', typing: '1', read: '', pull: '' };

function payloadFor(topic: string): string {
  return PAYLOADS[topic.split('/').at(-1) ?? ''] ?? 'hi';
}

describe('over MQTT', () => {
  it('each may publish what they may send', async (t) => {
    const verona = await Verona.open();
    t.after(() => verona.close());
    for (const person of PEOPLE) {
      const client = await verona.mqtt(person);
      await client.subscribe('reply/#');
      const expected: (readonly [string, string])[] = [];
      const found: (readonly [string, string])[] = [];
      for (const [topic, cells] of PUBLISHED) {
        const ack = await client.publish(verona.named(topic), payloadFor(topic), {
          qos: 1,
          properties: { responseTopic: 'reply/a' },
        });
        expected.push([topic, cells[person]]);
        found.push([topic, (ack?.reasonCode ?? 0).toString(16)]);
      }
      assert.deepEqual(found, expected, person);
      await client.leave();
    }
  });

  it('each is shown by a filter what they are in, and nothing else', async (t) => {
    const verona = await Verona.open();
    t.after(() => verona.close());
    for (const person of PEOPLE) {
      const client = await verona.mqtt(person);
      await client.subscribe('u/herald', { qos: 1 });
      for (const [index, [filter]] of SHOWN.entries()) {
        const properties = { subscriptionIdentifier: index + 1 };
        const { granted } = await client.subscribe(verona.named(filter), { qos: 1, properties });
        // It says nothing about what there is.
        assert.deepEqual(granted, [1], filter);
      }
      await verona.sayAll(person === 'owner' ? 'friend' : person, person);
      await client.until(() => client.texts((topic) => topic === 'u/herald').length > 0);
      const seen = SHOWN.map(([filter], index) => [filter, lettersOf(client, index + 1)]);
      assert.deepEqual(
        seen,
        SHOWN.map(([filter, cells]) => [filter, cells[person]]),
        person,
      );
      const states = verona.statesFor(person);
      await client.until(() => statesOf(client).length >= states.length);
      assert.deepEqual(statesOf(client), states, person);
      await client.leave();
    }
  });

  it('a filter means what its user is in from now on, and no longer', async (t) => {
    const verona = await Verona.open();
    t.after(() => verona.close());
    const client = await verona.mqtt('outsider');
    for (const filter of ['g/+', 'u/herald']) await client.subscribe(filter, { qos: 1 });
    const heard = async (): Promise<readonly string[]> => {
      const before = client.texts((topic) => topic === 'u/herald').length;
      await verona.sayAll('friend', 'outsider');
      await client.until(() => client.texts((topic) => topic === 'u/herald').length > before);
      return client.texts((topic) => topic.startsWith('g/'));
    };
    assert.deepEqual(await heard(), []);
    await verona.change('addMembers', 'outsider');
    assert.deepEqual(await heard(), ['[owner added outsider]', 'G']);
    await verona.change('removeMember', 'outsider');
    assert.deepEqual(await heard(), ['[owner added outsider]', 'G', '[owner removed outsider]']);
    // Nor does a session that begins now.
    const later = await verona.mqtt('outsider');
    for (const filter of ['#', verona.named('g/G')]) await later.subscribe(filter, { qos: 1 });
    await heard();
    await later.until(() => later.texts((topic) => topic === 'u/herald').length > 0);
    assert.deepEqual(
      later.texts((topic) => topic.startsWith('g/')),
      [],
    );
  });
});

/** Topics of state of which the client was told. */
function statesOf({ messages }: MqttClient): readonly string[] {
  const topics = messages.map(({ topic }) => topic);
  return [...new Set(topics.filter(isState))].toSorted();
}

function isState(topic: string): boolean {
  return topic.startsWith('presence/') || topic.endsWith('/info');
}

/** What came for a subscription, besides what the herald says. */
function lettersOf({ messages }: MqttClient, identifier: number): string {
  const ours = messages.filter(({ topic, properties }) => {
    const identifiers = [properties?.subscriptionIdentifier ?? []].flat();
    return !isState(topic) && !topic.startsWith('u/herald') && identifiers.includes(identifier);
  });
  const letters = ours.map(({ topic, payload }) => letterOf(topic, payload.toString()));
  return letters.toSorted((one, other) => 'GULT'.indexOf(one) - 'GULT'.indexOf(other)).join('') || '-';
}

function letterOf(topic: string, payload: string): string {
  if (topic.endsWith('/typing')) return 'T';
  return topic.endsWith('/json')
    ? (JSON.parse(payload) as { content: { text: string } }).content.text
    : payload;
}
