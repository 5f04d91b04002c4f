/**
 * The people of the access matrix and the group that they ask about.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { Place } from '@posthorn/testing/place';
import { RawClient } from '@posthorn/testing/raw-client';
import { ROLES, SITUATIONS } from './access-matrix.ts';
import type { RoleName } from './access-matrix.ts';

export interface Actor {
  readonly client: RawClient;
  /** Empty: a stranger has none. */
  readonly token: string;
  /** With a server key: the user whom it names. */
  readonly as?: string | undefined;
  readonly id: number;
}

/** A fresh group, so that one check does not change what the next one sees. */
export interface World {
  readonly group: number;
  readonly invite: { readonly id: number; readonly token: string };
  /** Somebody in the group, of the lowest rank. */
  readonly pawn: number;
  /** Somebody outside of it. */
  readonly other: number;
}

let count = 0;

/** A key that was not used before. */
export function fresh(): string {
  return `k${(count += 1)}`;
}

export class Cast {
  readonly place: Place;
  readonly #actors = new Map<RoleName, Actor>();
  #pawn = 0;
  #other = 0;

  private constructor(place: Place) {
    this.place = place;
  }

  /** Everybody of the matrix. The first account is the administrator, so the place must be empty. */
  static async of(place: Place): Promise<Cast> {
    const cast = new Cast(place);
    await cast.renew('administrator');
    for (const role of [...ROLES, ...SITUATIONS]) if (role !== 'administrator') await cast.renew(role);
    cast.#pawn = (await RawClient.as(place.url('tcp', 0), 'pawn')).id;
    const other = await RawClient.as(place.url('tcp', 0), 'other');
    cast.#other = other.id;
    const block = { case: 'block', value: { user: cast.actor('blocked').id } } as const;
    assert.equal(await other.client.code(block), 'OK');
    return cast;
  }

  actor(role: RoleName): Actor {
    const found = this.#actors.get(role);
    assert.ok(found !== undefined);
    return found;
  }

  /** Restores what a check may have taken from an actor: a session, or the time that a stranger may stay. */
  async renew(role: RoleName): Promise<void> {
    this.#actors.get(role)?.client.close();
    const url = this.place.url('tcp', 0);
    if (role !== 'stranger') {
      this.#actors.set(role, await RawClient.as(url, role));
      return;
    }
    const client = await RawClient.connect(url);
    await client.hello();
    this.#actors.set(role, { client, token: '', id: 0 });
  }

  /** `role`: who will ask. */
  async newWorld(role: RoleName = 'member'): Promise<World> {
    const { client: owner } = this.actor('owner');
    const manager = this.actor('manager').id;
    const asker = SITUATIONS.some((each) => each === role) ? [this.actor(role).id] : [];
    const members = [this.actor('member').id, manager, this.#pawn, ...asker];
    const made = await owner.ask({
      case: 'createGroup',
      value: { title: 'Group', members, clientId: fresh() },
    });
    assert.ok(made.case === 'conversation');
    const group = made.value.id;
    await this.#promote(group, manager);
    await this.#arrange(group, role);
    const invite = await owner.ask({ case: 'createInvite', value: { conversation: group } });
    assert.ok(invite.case === 'invite');
    return { group, invite: invite.value, pawn: this.#pawn, other: this.#other };
  }

  async #promote(conversation: number, user: number): Promise<void> {
    const value = { conversation, user, role: 'admin', clientId: fresh() } as const;
    assert.equal(await this.actor('owner').client.code({ case: 'setRole', value }), 'OK');
  }

  /** Does to the one who will ask what their role says. */
  async #arrange(conversation: number, role: RoleName): Promise<void> {
    const { client: owner } = this.actor('owner');
    const about = { conversation, user: this.actor(role).id, clientId: fresh() };
    if (role === 'blocked') await this.#promote(conversation, about.user);
    if (role === 'silenced')
      assert.equal(await owner.code({ case: 'muteMember', value: { ...about, muted: true } }), 'OK');
    if (role === 'removed') assert.equal(await owner.code({ case: 'removeMember', value: about }), 'OK');
  }
}
