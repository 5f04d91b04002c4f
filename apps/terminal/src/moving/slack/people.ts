/**
 * Who is who in a Slack export.
 *
 * @module
 */
import type { Item } from '../source.ts';
import type { SlackMessage, SlackUser } from './shapes.ts';

export function userId(id: string): string {
  return `slack:${id}`;
}

export class People {
  readonly #links: boolean;
  readonly #known = new Set<string>();
  /** What the server calls them, by the id in the export. */
  readonly #names = new Map<string, string>();
  readonly #deleted = new Set<string>();

  constructor({ links }: { readonly links: boolean }) {
    this.#links = links;
  }

  /** What texts call a user. Undefined: nobody is known under this id. */
  called(id: string): string | undefined {
    return this.#names.get(id);
  }

  named(id: string, name: string): void {
    this.#names.set(id.replace(/^slack:/, ''), name);
  }

  isActive(id: string): boolean {
    return this.#known.has(id) && !this.#deleted.has(id);
  }

  of({
    id,
    name = id,
    deleted = false,
    is_bot: bot = false,
    real_name: realName,
    profile = {},
  }: SlackUser): Item {
    this.#known.add(id);
    // Until the server has said what it calls them.
    this.#names.set(id, name);
    if (deleted) this.#deleted.add(id);
    const displayName = profile.display_name || profile.real_name || realName || '';
    const avatarUrl = profile.image_512 ?? profile.image_192 ?? '';
    return {
      record: {
        type: 'user',
        id: userId(id),
        name,
        ...(displayName !== '' && { displayName }),
        ...(avatarUrl !== '' && { avatarUrl }),
        ...(profile.status_text && { statusText: profile.status_text }),
        ...(deleted && { disabled: true }),
        ...(bot && { bot, disabled: true }),
        ...(this.#links && !bot && { link: true }),
      },
    };
  }

  /** Whoever is named without being in the list: apps, guests of other workspaces, those who are gone. */
  *unknown(
    id: string | undefined,
    { username, bot_profile: bot, bot_id: botId }: SlackMessage = {},
  ): Generator<Item> {
    if (id === undefined || this.#known.has(id)) return;
    const isBot = id === botId;
    const name = username || bot?.name || (isBot ? `bot-${id}` : `slack-${id}`);
    const item = this.of({ id, name: name.toLowerCase(), real_name: name, is_bot: isBot });
    yield { record: { ...item.record, disabled: true } };
  }
}
