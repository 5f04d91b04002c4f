/**
 * What stands around the words of a message: what it replies to, its poll, previews, reactions, and thread.
 *
 * @module
 */
import type { Poll, Preview, State } from '@posthorn/client';
import { counted } from '../counted.ts';
import { sanitiseLine } from '../sanitise.ts';
import type { Reply } from './quotes.ts';
import { styled, truncated, wrapStyled } from './styled.ts';
import type { Style, Styled } from './styled.ts';

const DIM: Style = { dimColor: true };
const OWN: Style = { tone: 'accent', bold: true };
const BAR_COLUMNS = 12;

/** At the edge: no text of a message begins there. */
export function replyRow({ seq, who, text }: Reply, columns: number): Styled {
  const said = who === '' ? `message ${seq}` : `${who}: ${text}`;
  return truncated([...styled('┌ ', DIM), ...styled(said, { dimColor: true, italic: true })], columns);
}

/** From top to bottom, without indentation. */
export function stateRows(state: State, columns: number): readonly Styled[] {
  const { reactions, previews, thread, own } = state;
  return [
    ...previews.flatMap((preview) => previewRows(preview, columns)),
    ...(reactions.length === 0 ? [] : reactionRows(state, columns)),
    ...(thread === undefined || thread.count === 0 ? [] : [threadRow(thread.count, own?.unread ?? 0)]),
  ];
}

function reactionRows({ reactions, own }: State, columns: number): readonly Styled[] {
  const pieces = reactions.flatMap(({ emoji, count }): Styled => {
    const isOwn = own?.reactions.includes(emoji) ?? false;
    return [...styled(`${sanitiseLine(emoji)} ${count}`, isOwn ? OWN : DIM), ...styled('  ')];
  });
  return wrapStyled(pieces, columns);
}

function previewRows({ title, description, site, url }: Preview, columns: number): readonly Styled[] {
  const bar = styled('▎ ', DIM);
  const heading = [site, title].filter((part) => part !== '').map(sanitiseLine);
  const rows = [
    styled(heading.join(' · ') || sanitiseLine(url), { bold: true }),
    styled(sanitiseLine(description), DIM),
  ];
  return rows.filter((row) => row.length > 0).map((row) => truncated([...bar, ...row], columns));
}

function threadRow(count: number, unread: number): Styled {
  const replies = `↳ ${count} ${count === 1 ? 'reply' : 'replies'} in the thread`;
  return unread === 0
    ? styled(replies, OWN)
    : [...styled(replies, OWN), ...styled(`, ${unread} new`, { tone: 'alarm' })];
}

/** The options of a poll, with what was voted. */
export function pollRows(poll: Poll, state: State | undefined, columns: number): readonly Styled[] {
  const { votes = [], voters = 0, closed = false } = state?.poll ?? {};
  const most = Math.max(1, voters);
  const rows = poll.options.map((option, at): Styled => {
    const isOwn = state?.own?.choices.includes(at) ?? false;
    const share = Math.round(((votes[at] ?? 0) / most) * BAR_COLUMNS);
    return truncated(
      [
        ...styled(`${at + 1}. `, DIM),
        ...styled(`${'█'.repeat(share)}${'░'.repeat(BAR_COLUMNS - share)}`, {
          tone: isOwn ? 'accent' : 'quiet',
        }),
        ...styled(` ${votes[at] ?? 0}  `),
        ...styled(option, isOwn ? OWN : {}),
      ],
      columns,
    );
  });
  const notes = [
    counted(voters, 'voter'),
    ...(poll.multiple ? ['several choices'] : []),
    ...(poll.anonymous ? ['anonymous'] : []),
    ...(closed ? ['closed'] : []),
  ];
  return [...rows, styled(notes.join(' · '), DIM)];
}
