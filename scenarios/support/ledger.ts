/**
 * Who sent what, what was acked, and what arrived: compared at the end, it says whether the promises held.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { Incoming } from '@posthorn/client';

interface Sent {
  readonly sender: string;
  readonly text: string;
  readonly place: number;
  ack: Place | undefined;
}

/** Where an acked message is; some wires tell that it is safe, and not its number. */
interface Place {
  readonly conversation: number;
  readonly seq: number | undefined;
}

export class Ledger {
  readonly #sent = new Map<string, Sent>();
  /** By reader, then by conversation: what they were handed, in that order. */
  readonly #received = new Map<string, Map<number, Incoming[]>>();
  #count = 0;

  sent(sender: string, text: string): void {
    assert.ok(!this.#sent.has(text), 'texts are unique');
    this.#sent.set(text, { sender, text, place: (this.#count += 1), ack: undefined });
  }

  acked(text: string, ack: Place): void {
    const sent = this.#sent.get(text);
    assert.ok(sent !== undefined);
    assert.equal(sent.ack, undefined, 'a send ends once');
    sent.ack = ack;
  }

  received(reader: string, message: Incoming): void {
    const byConversation = this.#received.get(reader) ?? new Map<number, Incoming[]>();
    this.#received.set(reader, byConversation);
    const messages = byConversation.get(message.conversation) ?? [];
    byConversation.set(message.conversation, messages);
    messages.push(message);
  }

  get sentCount(): number {
    return this.#sent.size;
  }

  get unacked(): readonly string[] {
    return [...this.#sent.values()].filter(({ ack }) => ack === undefined).map(({ text }) => text);
  }

  countOf(reader: string, conversation: number): number {
    return this.#received.get(reader)?.get(conversation)?.length ?? 0;
  }

  /** Compares a log, read after the storm, with what was acked; and what each reader got with that log. */
  check(conversation: number, log: readonly Incoming[], readers: readonly string[]): void {
    log.forEach((message, index) => assert.equal(message.seq, index + 1, 'promise 3: seqs are dense'));
    const spoken = log.filter(({ content }) => content.kind?.case !== 'event');
    const texts = new Map(spoken.map((message) => [message.content.text, message.seq]));
    assert.equal(texts.size, spoken.length, 'promise 2: no message is there twice');
    for (const { text, ack } of this.#acks(conversation)) {
      assert.ok(texts.has(text), `promise 1: "${text}" was acked and is not there`);
      if (ack?.seq !== undefined)
        assert.equal(texts.get(text), ack.seq, `promise 1: "${text}" is not where the ack says`);
    }
    this.#checkFifo(spoken);
    for (const reader of readers) {
      const messages = this.#received.get(reader)?.get(conversation) ?? [];
      assert.deepEqual(
        messages.map(({ seq, content }) => [seq, content.text]),
        log.map(({ seq, content }) => [seq, content.text]),
        `promises 3, 5, 6, 7: ${reader} got every message once and in order`,
      );
    }
  }

  #checkFifo(log: readonly Incoming[]): void {
    const last = new Map<string, number>();
    for (const { content } of log) {
      const sent = this.#sent.get(content.text);
      assert.ok(sent !== undefined, `"${content.text}" was never sent`);
      assert.ok(sent.place > (last.get(sent.sender) ?? 0), `promise 4: "${content.text}" was overtaken`);
      last.set(sent.sender, sent.place);
    }
  }

  #acks(conversation: number): readonly Sent[] {
    return [...this.#sent.values()].filter(({ ack }) => ack?.conversation === conversation);
  }
}
