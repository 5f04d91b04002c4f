/**
 * Somebody with a browser of their own. Everything is found by role and name, as a screen reader finds it.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { BrowserContext, CDPSession, Locator, Page } from 'playwright-core';
import { until } from './moments.ts';

/** Of all accounts in tests. */
export const PASSWORD = 'wherefore art thou';

export class Person {
  readonly name: string;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly #origin: string;
  #devtools: Promise<CDPSession> | undefined;

  constructor(name: string, page: Page, origin: string) {
    this.name = name;
    this.page = page;
    this.context = page.context();
    this.#origin = origin;
  }

  /** Opens a path of the client, such as `/c/5`. */
  async open(path = '/'): Promise<void> {
    await this.page.goto(new URL(path.replace(/^\//, ''), this.#origin).href);
  }

  /** Another tab of the same browser. */
  async tab(path = '/'): Promise<Person> {
    const other = new Person(this.name, await this.context.newPage(), this.#origin);
    await other.open(path);
    return other;
  }

  get list(): Locator {
    return this.page.getByRole('navigation', { name: 'Conversations' });
  }

  get chat(): Locator {
    return this.page.getByRole('main');
  }

  get timeline(): Locator {
    return this.page.getByRole('log', { name: 'Messages' });
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: /^Message/ });
  }

  /** The messages on the screen that contain a text. */
  message(text: string | RegExp): Locator {
    return this.timeline.getByRole('article').filter({ hasText: text });
  }

  conversation(title: string): Locator {
    return this.list.getByRole('link', { name: new RegExp(`^${escaped(title)}`) });
  }

  /** An item of the menu that is open. One that closes is still there while it fades. */
  item(name: string | RegExp): Locator {
    return this.page.locator('[role=menu]:not([inert])').getByRole('menuitem', { name });
  }

  /** The dialog or question that is open. */
  get dialog(): Locator {
    return this.page.locator(':is([role=dialog], [role=alertdialog]):not([inert])');
  }

  /** Waits until the composer has the focus and this text, as after "Edit". */
  async writes(text: string): Promise<void> {
    await until(() =>
      this.composer.evaluate(
        (field, wanted) =>
          field === document.activeElement && (field as HTMLTextAreaElement).value === wanted,
        text,
      ),
    );
  }

  /** Waits until the composer has this text. */
  async hasWritten(text: string): Promise<void> {
    await until(async () => (await this.composer.inputValue()) === text);
  }

  /** Makes an account by the page for it. */
  async register(password: string = PASSWORD): Promise<void> {
    await this.open('/register');
    await this.page.getByRole('textbox', { name: 'User name' }).fill(this.name);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Create account' }).click();
    await this.list.waitFor();
  }

  /** Begins a direct conversation with somebody. */
  async startChat(other: string): Promise<void> {
    await this.list.getByRole('button', { name: 'New conversation' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'New conversation' });
    await dialog.getByLabel('Find people').fill(other);
    await dialog.getByRole('option', { name: other }).click();
    await dialog.getByRole('button', { name: 'Start' }).click();
    await this.chat.getByRole('heading', { name: other }).waitFor();
  }

  /** Opens a conversation from the list. */
  async goTo(title: string): Promise<void> {
    await this.conversation(title).click();
    await this.chat.getByRole('heading', { name: title }).waitFor();
  }

  /** Types a message as one does, and sends it with Enter. */
  async say(text: string): Promise<void> {
    await this.composer.click();
    await this.composer.pressSequentially(text);
    await this.composer.press('Enter');
  }

  /** Waits until a message with this text is on the screen. */
  async sees(text: string | RegExp): Promise<void> {
    await this.message(text).first().waitFor();
  }

  /** Texts of all messages on the screen, from top to bottom. */
  async texts(): Promise<string[]> {
    return this.timeline.getByRole('article').allInnerTexts();
  }

  /** Waits until an own message says how far it is: `Sent`, `Delivered`, `Read`, `Waiting`, `Failed`. */
  async state(text: string, state: RegExp): Promise<void> {
    await this.message(text).getByRole('img', { name: state }).first().waitFor();
  }

  /** Opens the bar of a message's actions and presses one; others than those of the bar are in its menu. */
  async act(text: string | RegExp, action: string): Promise<void> {
    const message = this.message(text).last();
    await message.hover();
    const bar = message.getByRole('toolbar', { name: 'Message actions' });
    await bar.waitFor();
    const direct = bar.getByRole('button', { name: action, exact: true });
    if ((await direct.count()) > 0) return direct.click();
    await bar.getByRole('button', { name: 'More' }).click();
    // A menu tells the key after the action.
    await this.item(new RegExp(`^${escaped(action)}( .)?$`)).click();
  }

  /** As a finger that stays on a message, which opens the menu of its actions; then presses one. */
  async hold(text: string | RegExp, action: string): Promise<void> {
    const words = this.message(text).last().getByText(text).first();
    await words.scrollIntoViewIfNeeded();
    const box = await words.boundingBox();
    assert.ok(box !== null, `${String(text)} is not drawn`);
    const at = { x: box.x + 10, y: box.y + box.height / 2 };
    const devtools = await this.devtools();
    await devtools.send('Input.synthesizeTapGesture', { ...at, duration: 1000, gestureSourceType: 'touch' });
    await this.item(new RegExp(`^${escaped(action)}( .)?$`)).click();
  }

  /** Opens something of the menu in the head of the conversation. */
  async more(name: string): Promise<void> {
    await this.chat.getByRole('button', { name: 'More about the conversation' }).click();
    await this.item(name).click();
  }

  /** By the menu of the list. */
  async logOut(): Promise<void> {
    // As a person does; a tab in the back draws seldom, and is waited for long.
    await this.page.bringToFront();
    await this.open('/settings');
    await this.page.getByRole('button', { name: 'Log out' }).first().click();
    await this.dialog.getByRole('button', { name: 'Log out' }).click();
    await this.page.getByRole('button', { name: 'Log in' }).waitFor();
  }

  /** The process of the page dies, with all that runs in it: the engine too, if this page has started it. */
  async crash(): Promise<void> {
    const crashed = this.page.waitForEvent('crash');
    // Nothing is left that could answer.
    void (await this.devtools()).send('Page.crash').catch(() => {});
    await crashed;
  }

  /** As the system tells a page that the network has gone, or is back. */
  async noticeNetwork(isThere: boolean): Promise<void> {
    await this.page.evaluate((event) => dispatchEvent(new Event(event)), isThere ? 'online' : 'offline');
  }

  /** What a script of Chromium's debugger can do: input methods, memory, throttling. */
  devtools(): Promise<CDPSession> {
    return (this.#devtools ??= this.context.newCDPSession(this.page));
  }

  /** As an input method does while it composes: shows `text` underlined, without having entered it. */
  async compose(text: string): Promise<void> {
    const devtools = await this.devtools();
    await devtools.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  }

  /** Where a message stands in the window, in pixels. */
  async top(text: string | RegExp): Promise<number> {
    const box = await this.message(text).first().boundingBox();
    assert.ok(box !== null, `${String(text)} is not drawn`);
    return box.y;
  }

  /** Scrolls the timeline by that many pixels, as a wheel does. */
  async scroll(deltaY: number): Promise<void> {
    await this.timeline.hover();
    await this.page.mouse.wheel(0, deltaY);
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
