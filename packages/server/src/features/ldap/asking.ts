/**
 * What is asked of a directory over one connection.
 *
 * @module
 */
import type { Client, Entry, Filter, SearchOptions, SearchResult } from 'ldapts';
import { isSameName } from '../accounts/names.ts';
import type { Library } from './connection.ts';
import type { DirectorySettings } from './directories-file.ts';
import { STATE_ATTRIBUTES, subjectValue, textsOf } from './entry.ts';
import { attributesOf, withName } from './filters.ts';
import { meaningOf, resultCode } from './refusals.ts';
import { filledIn } from './templates.ts';
import type { Template } from './templates.ts';

const NO_SUCH_OBJECT = 32;
/** Groups of groups in Active Directory ([MS-ADTS] §3.1.1.3.4.4.3). */
const IN_CHAIN = '1.2.840.113556.1.4.1941';

export interface Found {
  readonly entry: Entry;
  readonly isMember: boolean;
  /** Undefined: nothing says so. */
  readonly isAdmin: boolean | undefined;
}

/** What is asked over one connection. */
export class Asking {
  readonly #settings: DirectorySettings;
  readonly #library: Library;
  readonly #client: Client;

  constructor(settings: DirectorySettings, library: Library, client: Client) {
    this.#settings = settings;
    this.#library = library;
    this.#client = client;
  }

  async searchThenBind(name: string, password: string): Promise<Found | undefined> {
    await this.bindToLook();
    const entry = await this.#named(name);
    if (entry === undefined) return undefined;
    // As long as the account that may look is bound; what comes of it is told only to whoever has the password.
    const groups = await this.#groupsOf(entry);
    return (await this.#fits(entry.dn, password)) ? { entry, ...groups } : undefined;
  }

  async bindThenRead(template: Template, name: string, password: string): Promise<Found | undefined> {
    const bindName = filledIn(template, name);
    if (!(await this.#fits(bindName, password))) return undefined;
    const { EqualityFilter } = this.#library;
    const entry =
      template.kind === 'dn'
        ? await this.#one(bindName, 'base')
        : await this.#one(
            this.#settings.base,
            'sub',
            new EqualityFilter({ attribute: template.attribute, value: bindName }),
          );
    const typed = template.kind === 'dn' ? name : bindName;
    if (entry === undefined || !isCalled(entry, [template.attribute], typed)) return undefined;
    return { entry, ...(await this.#groupsOf(entry)) };
  }

  async bindToLook(): Promise<void> {
    const { access } = this.#settings;
    if (access.kind === 'search') await this.#client.bind(access.dn, access.password);
  }

  /** Rejects where the place below which people are is not to be seen. */
  async assertBase(): Promise<void> {
    if ((await this.#one(this.#settings.base, 'base')) === undefined)
      throw new Error(`the directory does not show ${this.#settings.base}`);
  }

  /** Whoever has the subject, and is still one of those who may log in. */
  bySubject(subject: string): Promise<Entry | undefined> {
    const { AndFilter, EqualityFilter } = this.#library;
    const { attributes, base } = this.#settings;
    const attribute = attributes.subject;
    const isIt = new EqualityFilter({ attribute, value: subjectValue(attribute, subject) });
    return this.#one(base, 'sub', new AndFilter({ filters: [isIt, this.#filter(undefined)] }));
  }

  async mayComeIn(entry: Entry): Promise<boolean> {
    const { requiredGroup } = this.#settings;
    return requiredGroup === undefined || this.#isIn(entry, requiredGroup);
  }

  /** Those of the groups that are not to be seen. */
  async missing(groups: readonly (string | undefined)[]): Promise<readonly string[]> {
    const given = groups.filter((group) => group !== undefined);
    const found = await Promise.all(given.map((group) => this.#isThere(group)));
    return given.filter((_, at) => found[at] !== true);
  }

  async #groupsOf(entry: Entry): Promise<Pick<Found, 'isMember' | 'isAdmin'>> {
    const { adminGroup } = this.#settings;
    return {
      isMember: await this.mayComeIn(entry),
      isAdmin: adminGroup === undefined ? undefined : await this.#isIn(entry, adminGroup),
    };
  }

  async #named(name: string): Promise<Entry | undefined> {
    const { base, filter } = this.#settings;
    const entry = await this.#one(base, 'sub', this.#filter(name));
    // Directories compare generously: without accents, say. Guesses at one person would count as ones at many.
    return entry !== undefined && isCalled(entry, attributesOf(filter), name) ? entry : undefined;
  }

  #filter(name: string | undefined): Filter {
    return withName(this.#library, this.#library.FilterParser.parseString(this.#settings.filter), name);
  }

  /** Whether the password is theirs. Rejects with what the directory says besides. */
  async #fits(name: string, password: string): Promise<boolean> {
    // To a bind as nobody servers say yes (RFC 4513 §5.1.1).
    if (name === '') return false;
    try {
      await this.#client.bind(name, password);
      return true;
    } catch (error) {
      const refusal = meaningOf(error, this.#settings.title);
      if (refusal !== undefined) throw refusal;
      return false;
    }
  }

  /** The one entry there; undefined: there is none, or several. */
  async #one(base: string, scope: 'base' | 'sub', filter?: Filter): Promise<Entry | undefined> {
    const { attributes: wanted, filter: text } = this.#settings;
    const { subject, name, displayName, email } = wanted;
    const known = [subject, name, displayName, email, ...attributesOf(text), ...this.#further()];
    const { searchEntries } = await this.#search(base, {
      scope,
      sizeLimit: 2,
      attributes: [...new Set(known)],
      explicitBufferAttributes: [subject, 'objectGUID', 'GUID'],
      ...(filter !== undefined && { filter }),
    });
    return searchEntries.length === 1 ? searchEntries[0] : undefined;
  }

  #further(): readonly string[] {
    const { access } = this.#settings;
    return access.kind === 'direct' ? [...STATE_ATTRIBUTES, access.template.attribute] : STATE_ATTRIBUTES;
  }

  /** By what the entry says of its groups, or what the group says of its members. */
  async #isIn(entry: Entry, group: string): Promise<boolean> {
    const { EqualityFilter, ExtensibleFilter, OrFilter } = this.#library;
    const says = new OrFilter({
      filters: [
        new EqualityFilter({ attribute: 'memberOf', value: group }),
        new ExtensibleFilter({ matchType: 'memberOf', rule: IN_CHAIN, value: group }),
      ],
    });
    if (await this.#isThere(entry.dn, says)) return true;
    const names = textsOf(entry, this.#settings.attributes.name);
    const has = new OrFilter({
      filters: [
        new EqualityFilter({ attribute: 'member', value: entry.dn }),
        new EqualityFilter({ attribute: 'uniqueMember', value: entry.dn }),
        ...names.map((value) => new EqualityFilter({ attribute: 'memberUid', value })),
      ],
    });
    return this.#isThere(group, has);
  }

  async #isThere(dn: string, filter?: Filter): Promise<boolean> {
    const { searchEntries } = await this.#search(dn, {
      scope: 'base',
      attributes: ['1.1'],
      ...(filter !== undefined && { filter }),
    });
    return searchEntries.length > 0;
  }

  async #search(base: string, options: SearchOptions): Promise<SearchResult> {
    try {
      return await this.#client.search(base, options);
    } catch (error) {
      if (resultCode(error) === NO_SUCH_OBJECT) return { searchEntries: [], searchReferences: [] };
      throw error;
    }
  }
}

/** Whether what was typed is its name, where names are equal here too. */
function isCalled(entry: Entry, attributes: readonly string[], typed: string): boolean {
  return attributes.some((attribute) => textsOf(entry, attribute).some((each) => isSameName(each, typed)));
}
