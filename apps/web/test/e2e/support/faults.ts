/**
 * What a page must never do: throw, print an error, break its own policy, or ask another server for something.
 *
 * @module
 */
import type { BrowserContext, ConsoleMessage, Page } from 'playwright-core';

/** Errors that the browser prints by itself when a test takes the server or the network away. */
const NETWORK = /net::ERR_|WebSocket connection to|status of 50[234]|Failed to fetch/;

/** How a page asks whether somebody is logged in; the browser prints the answer no. */
const NOBODY = /status of 401 .*\/v1\/web\/session/;

export class Faults {
  readonly #found: string[] = [];
  readonly #allowed: RegExp[] = [NOBODY];

  /** Watches all pages of a context, also those that it opens later. */
  watch(context: BrowserContext, who: string, origin: string): void {
    const note = (text: string): void => void this.#found.push(`${who}: ${text}`);
    context.on('console', (message) => {
      if (message.type() === 'error') note(printed(message));
    });
    context.on('weberror', (thrown) => note(`threw ${thrown.error().stack ?? thrown.error().message}`));
    context.on('request', (request) => {
      const url = request.url();
      if (/^(https?|wss?):/.test(url) && new URL(url).host !== new URL(origin).host) note(`asked for ${url}`);
    });
    context.on('page', (page) => watchPage(page, note));
  }

  /** The network, or the server, is taken away from now on. */
  allowNetwork(): void {
    this.allow(NETWORK);
  }

  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  get all(): readonly string[] {
    return this.#found.filter((fault) => !this.#allowed.some((pattern) => pattern.test(fault)));
  }
}

/** Violations of the policy are printed too, but not those that a page handles itself. */
function watchPage(page: Page, note: (text: string) => void): void {
  page.on('crash', () => note('the page crashed'));
  page.on('dialog', (dialog) => {
    note(`opened a dialog of the browser: ${dialog.type()} ${dialog.message()}`);
    void dialog.dismiss();
  });
}

function printed(message: ConsoleMessage): string {
  const { url, lineNumber } = message.location();
  return `printed ${message.text()} (${url}:${lineNumber})`;
}
