/**
 * Checks: what bots and those who press get (promises 2, 5 and 8).
 *
 * @module
 */
import { answerTo } from '../actors/bot-witness.ts';
import type { Check, Finding } from './check.ts';

export const pressedOnce: Check = {
  name: 'pressed-once',
  kind: 'duplicated',
  promises: [2],
  claim: 'a press is handed to one process of a bot, once',
  run(evidence) {
    const { takes = [] } = evidence.quiet.bots ?? {};
    const findings: Finding[] = [];
    for (const [press, taken] of Map.groupBy(takes, (take) => take.press)) {
      if (taken.length < 2) continue;
      const by = taken.map((take) => take.by).join(' and ');
      findings.push({
        key: `pressed-once ${press}`,
        sentence: `The press ${press} was taken ${taken.length} times, by ${by} of the bot.`,
        about: { ids: [press] },
      });
    }
    return { looked: takes.length, findings };
  },
};

export const answered: Check = {
  name: 'answered',
  kind: 'lost',
  promises: [8],
  claim:
    'whoever presses gets the answer to what they pressed and to nothing else, and after healing always gets one',
  run(evidence) {
    const { presses = [], whispers = [], unanswered = [] } = evidence.quiet.bots ?? {};
    const owners = new Map(presses.map(({ id, by }) => [answerTo(id), by]));
    const findings: Finding[] = [];
    for (const { id, outcome, answer } of presses) {
      if (outcome !== 'answered' || answer === answerTo(id)) continue;
      findings.push({
        key: `answered ${id}`,
        sentence: `The press ${id} was answered, but not with its own answer: ${answer ?? 'with nothing'}.`,
        about: { ids: [id] },
      });
    }
    for (const { to, text } of whispers) {
      if (owners.get(text) === to) continue;
      findings.push({
        key: `answered ${to} ${text}`,
        sentence: `${to} was shown what was for somebody else: ${text}`,
        about: { ids: [] },
      });
    }
    for (const name of unanswered)
      findings.push({
        key: `answered ${name}`,
        sentence: `${name} pressed again and again after all was mended, and got no answer.`,
        about: { ids: [] },
      });
    return { looked: presses.length, findings };
  },
};

export const grownOnce: Check = {
  name: 'grown-once',
  kind: 'duplicated',
  promises: [5],
  claim: 'a text that grew ends as one message with all of it, and grows no more on any screen',
  run(evidence) {
    const { grown = [] } = evidence.quiet.bots ?? {};
    const findings = grown.flatMap(({ stream, whole, isSaid, messages, isGrowing }): readonly Finding[] => {
      const count = messages.length;
      const isWhole = messages.every((text) => text === whole);
      if (!isSaid || (count === 1 && isWhole && !isGrowing)) return [];
      const how = isGrowing ? 'still grows' : isWhole ? `came ${count} times` : 'is not what was said';
      return [
        {
          key: `grown-once ${stream}`,
          sentence: `The text that grew because of the press ${stream} ${how}.`,
          about: { ids: [stream] },
        },
      ];
    });
    return { looked: grown.length, findings };
  },
};
