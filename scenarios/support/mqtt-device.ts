/**
 * An MQTT device with a kept session: it comes back after every loss, to whichever address there is, and goes on.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { beat } from '@posthorn/testing/beat';
import { MqttClient } from '@posthorn/testing/mqtt-client';
import type { MqttOptions, PublishOptions } from '@posthorn/testing/mqtt-client';
import { MqttMemory } from '@posthorn/testing/mqtt-memory';
import type { Settled } from '@posthorn/testing/mqtt-memory';

const KEPT_S = 3600;

export interface MqttDeviceOptions extends Pick<MqttOptions, 'version' | 'onMessage'> {
  readonly name: string;
  readonly password: string;
  /** Asked before each attempt; throws or rejects while there is none. */
  readonly url: (attempt: number) => string;
}

export class MqttDevice {
  readonly #options: MqttDeviceOptions;
  readonly #memory = new MqttMemory();
  #client: MqttClient | undefined;
  #isOver = false;
  #attempts = 0;
  /** How often it has come back to its session. */
  returns = 0;
  #staying: Promise<void> = Promise.resolve();

  constructor(options: MqttDeviceOptions) {
    this.#options = options;
  }

  get inFlight(): number {
    return this.#memory.inFlight;
  }

  /** Begins a session with these subscriptions, and stays until {@link MqttDevice.leave}. */
  async begin(subscriptions: Parameters<MqttClient['subscribe']>[0]): Promise<void> {
    const client = await this.#connected(false);
    await client.subscribe(subscriptions);
    this.#staying = this.#stay(client);
  }

  /** Resolves with the answer, on whichever connection that comes. */
  publish(topic: string, text: string, options: PublishOptions): Promise<Settled | undefined> {
    assert.ok(this.#client !== undefined);
    return this.#client.publish(topic, text, options);
  }

  async leave(): Promise<void> {
    this.#isOver = true;
    this.#client?.close();
    await this.#staying;
  }

  async #stay(first: MqttClient): Promise<void> {
    for (let client = first; ; client = await this.#connected(true), this.returns++) {
      await client.until(() => client.isClosed);
      if (this.#isOver) return;
    }
  }

  async #connected(isReturn: boolean): Promise<MqttClient> {
    const { name, password, url, version = 5, onMessage } = this.#options;
    const options: MqttOptions = {
      version,
      clientId: `${name}-device`,
      clean: !isReturn && version === 5,
      user: name,
      password,
      memory: this.#memory,
      ...(version === 5 && { properties: { sessionExpiryInterval: KEPT_S } }),
      ...(onMessage !== undefined && { onMessage }),
    };
    for (;;) {
      try {
        const client = await MqttClient.open(url((this.#attempts += 1)), options);
        this.#client = client;
        const { reasonCode, returnCode, sessionPresent } = await client.enter(options);
        if ((reasonCode ?? returnCode) === 0) {
          assert.equal(sessionPresent, isReturn, `${name}'s session`);
          return client;
        }
        client.close();
      } catch (error) {
        if (error instanceof assert.AssertionError && error.message.includes('session')) throw error;
      }
      if (this.#isOver && this.#client !== undefined) return this.#client;
      await beat();
    }
  }
}
