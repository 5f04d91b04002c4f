/**
 * A conversation and its topics.
 *
 * @module
 */
import { levelsOf, topicOf } from './topics.ts';
import type { Chat, TopicLevels } from './topics.ts';

export interface ChatInfo {
  readonly conversation: number;
  readonly chat: Chat;
  /** Where what is said there is published: `u/romeo`, `g/7`, `lobby`, `inbox`. */
  readonly topic: string;
  /**
   * The topics of messages, as texts and as JSON, to be compared with filters. Their places are the variants of a message; see
   * Delivery.
   */
  readonly topics: readonly [text: TopicLevels, json: TopicLevels];
}

export function infoOf(conversation: number, chat: Chat): ChatInfo {
  const topic = topicOf(chat);
  return { conversation, chat, topic, topics: [levelsOf(topic), levelsOf(`${topic}/json`)] };
}
