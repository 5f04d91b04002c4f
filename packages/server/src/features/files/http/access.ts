/**
 * Who may read a file over HTTP: whoever shows a token, or a link of ours, and may read it now.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { FastifyRequest } from 'fastify';
import { admit, tokenOf, limitSession, limitStranger } from '../../../http/bearer.ts';
import { sessionOf } from '../../../router/caller.ts';
import type { FeaturePlace } from '../../../router/feature.ts';
import type { RouterState, Services } from '../../../router/services.ts';
import { fileOf, mayRead } from '../files.ts';
import type { StoredFile } from '../files.ts';
import * as linkQueries from '../link-queries.ts';
import { readLink, signLink } from '../links.ts';
import type { Link } from '../links.ts';
import { queryValue } from './handlers.ts';
import type { Query } from './handlers.ts';

const FILE_ID = /^[0-9a-f]{32}$/;
const KEY_BYTES = 32;

export interface Access {
  readonly file: StoredFile;
  readonly user: number;
  /** Rejects when that has ended: the session, or the right to read. */
  readonly ask: () => Promise<unknown>;
}

/** Signs and reads links, with the key of the database. */
export class Links {
  readonly #services: Services;
  #key: Uint8Array | undefined;

  constructor(services: Services) {
    this.#services = services;
  }

  async sign(link: Link): Promise<string> {
    return signLink(await this.#keyOf(), link);
  }

  /** Rejects with UNAUTHENTICATED for what is not ours, and after its time. */
  async read(file: string, token: string): Promise<Link> {
    const link = readLink(await this.#keyOf(), file, token);
    if (link !== undefined && this.#services.clock.now() < link.expiresAt) return link;
    throw new PosthornError('UNAUTHENTICATED', 'this link is not good, or not any more; ask for another one');
  }

  async #keyOf(): Promise<Uint8Array> {
    if (this.#key !== undefined) return this.#key;
    const { store, random, sealer } = this.#services;
    const { LINK_KEY, linkKey } = linkQueries;
    const made = Buffer.from(random.bytes(KEY_BYTES)).toString('base64url');
    const stored = await store.run(linkKey, sealer.sealText(LINK_KEY, ['links'], made));
    return (this.#key = Buffer.from(sealer.openText(LINK_KEY, ['links'], stored), 'base64url'));
  }
}

export const LINKS: RouterState<Links> = { name: 'links to files', open: (services) => new Links(services) };

type Asking = FastifyRequest<{ Params: { readonly id: string }; Querystring: Query }>;

/** Rejects with UNAUTHENTICATED, and with NOT_FOUND, whether there is no such file or it is not for this user. */
export async function accessOf(place: FeaturePlace, request: Asking): Promise<Access> {
  const { services } = place;
  const { id } = request.params;
  const token = queryValue(request.query, 'link');
  const caller =
    token === undefined ? await byBearer(place, request) : await byLink(place, { request, id, token });
  const file = FILE_ID.test(id) ? await fileOf(services, id) : undefined;
  if (file === undefined || !(await mayRead(services, caller.user, id))) throw noFile();
  return {
    file,
    user: caller.user,
    ask: async () => {
      await caller.ask();
      if (!(await mayRead(services, caller.user, id))) throw noFile();
    },
  };
}

interface Known {
  readonly user: number;
  readonly ask: () => Promise<unknown>;
}

async function byBearer({ gate }: FeaturePlace, request: Asking): Promise<Known> {
  const { user } = sessionOf(await admit(gate, request.raw, 'user'));
  const token = tokenOf(gate, request.raw) ?? '';
  return { user, ask: () => gate.router.authenticate(token) };
}

async function byLink(
  { gate, services }: FeaturePlace,
  { request, id, token }: { readonly request: Asking; readonly id: string; readonly token: string },
): Promise<Known> {
  const { user, session } = await services
    .state(LINKS)
    .read(id, token)
    .catch((error: unknown) => {
      // Guesses count like wrong tokens.
      limitStranger(gate, gate.addresses.ofRequest(request.raw));
      throw error;
    });
  limitSession(gate, session);
  const ask = async (): Promise<void> => {
    if ((await gate.router.sessionsOf([user])).includes(session)) return;
    throw new PosthornError('UNAUTHENTICATED', 'the login in which this link was made has ended');
  };
  await ask();
  return { user, ask };
}

export function noFile(): PosthornError {
  return new PosthornError('NOT_FOUND', 'there is no such file', { reason: 'no-such-file' });
}
