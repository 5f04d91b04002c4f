/**
 * The responder in AI mode.
 *
 * @module
 */
export interface Responder {
  readonly name: string;
  /** The answer to the user's text. Rejects if there is none. */
  reply(text: string, signal: AbortSignal): Promise<string>;
}

type Rule = readonly [pattern: RegExp, answer: (match: RegExpExecArray) => string];

const RULES: readonly Rule[] = [
  [/^(hi|hello|hey|good (morning|evening|day))\b/i, () => 'Hello! What is on your mind?'],
  [/^(你好|您好|嗨)/, () => '你好！想聊点什么？'],
  [/\b(bye|good night|see you)\b/i, () => 'Goodbye. I will be here.'],
  [/\bwhat time\b/i, () => `It is ${new Date().toTimeString().slice(0, 5)}.`],
  [/^(who|what) are you/i, () => 'A few rules in your terminal. Nothing you type to me leaves this machine.'],
  [/^i (am|feel) (.+?)[.!]*$/i, (match) => `Why are you ${match[2]}?`],
  [/^(can|could|will|would) you (.+?)\?*$/i, (match) => `I would ${match[2]} if I could.`],
  [/[?？吗嘛]+\s*$/, (match) => `${answerTo(match.input)}!`],
];

/** Turns a question into a statement, as the classic demo clients do. */
function answerTo(question: string): string {
  return question
    .replace(/[吗嘛]/g, '')
    .replace(/[?？]+\s*$/, '')
    .replaceAll('你', '我')
    .replace(/\b(are you|you are|you|your|yours)\b/gi, (words) => TURNED[words.toLowerCase()] ?? words);
}

const TURNED: Readonly<Record<string, string>> = {
  'are you': 'am I',
  'you are': 'I am',
  you: 'I',
  your: 'my',
  yours: 'mine',
};

/** The rules look at no more of a text: their patterns take longer than in proportion to it. */
const MAX_QUESTION_CHARS = 1000;

/** A responder without a model; for trying out. */
export function ruleResponder(): Responder {
  return {
    name: 'rules',
    async reply(text) {
      const question = text.trim().slice(0, MAX_QUESTION_CHARS);
      for (const [pattern, answer] of RULES) {
        const match = pattern.exec(question);
        if (match !== null) return answer(match);
      }
      return 'Tell me more.';
    },
  };
}

export interface OpenAiOptions {
  /** The base URL; /chat/completions is appended: "http://localhost:11434/v1". */
  readonly url: string;
  readonly model: string;
  readonly key: string | undefined;
}

/** How many earlier messages are sent along. */
const MAX_MEMORY = 20;
const MAX_ANSWER_CHARS = 8000;

/** A responder that uses any endpoint with OpenAI's chat completions API. */
export function openAiResponder({ url, model, key }: OpenAiOptions): Responder {
  const memory: { role: 'user' | 'assistant'; content: string }[] = [];
  return {
    name: model,
    async reply(text, signal) {
      memory.push({ role: 'user', content: text });
      memory.splice(0, memory.length - MAX_MEMORY);
      const response = await fetch(`${url.replace(/\/+$/, '')}/chat/completions`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
        },
        body: JSON.stringify({ model, messages: memory }),
        signal,
      });
      if (!response.ok) throw new Error(`${url} answered ${response.status}`);
      const answer = contentOf(await response.json());
      memory.push({ role: 'assistant', content: answer });
      return answer;
    },
  };
}

function contentOf(body: unknown): string {
  const { choices } = body as {
    readonly choices?: readonly { readonly message?: { readonly content?: unknown } }[];
  };
  const content = choices?.[0]?.message?.content;
  if (typeof content !== 'string') throw new Error('the answer has no text');
  return content.slice(0, MAX_ANSWER_CHARS);
}
