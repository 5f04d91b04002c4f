/**
 * The words of the page. The English text is the id of a message, so English needs no catalogue.
 *
 * @module
 */
import { setupI18n } from '@lingui/core';
import type { I18n, Messages } from '@lingui/core';
import { compileMessage } from './compile.ts';

export const i18n: I18n = setupI18n({ locale: 'en', messages: { en: {} } });
// Ids are compiled when they are shown: English, and what a catalogue lacks.
i18n.setMessagesCompiler(compileMessage);

const CATALOGUES = import.meta.glob<{ messages: Messages }>(['../../locales/*.po', '!../../locales/en.po']);

/** Shows the page in a language. When its catalogue cannot be loaded, the words stay as they are. */
export async function showLanguage(tag: string): Promise<void> {
  if (tag === i18n.locale) return;
  const load = tag === 'en' ? undefined : CATALOGUES[`../../locales/${tag}.po`];
  if (load === undefined) {
    i18n.loadAndActivate({ locale: 'en', messages: {} });
    return;
  }
  const { messages } = await load();
  i18n.loadAndActivate({ locale: tag, messages });
}
