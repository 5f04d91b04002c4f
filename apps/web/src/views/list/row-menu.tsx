/** What can be done with a conversation of the list: the items of its menu. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import {
  Archive,
  ArchiveRestore,
  ArrowDown,
  ArrowUp,
  Bell,
  CheckCheck,
  CircleDot,
  FolderPlus,
  Folder as FolderIcon,
  LogOut,
  Pin,
  PinOff,
  Trash2,
} from 'lucide-react';
import { useConversation, useEngine, useLive } from '@posthorn/react';
import { isArchived, isUnread } from '../../model/conversation-list.ts';
import { foldersOf, ownOf } from '../../model/own.ts';
import { Button } from '../../ui/button.tsx';
import { confirm } from '../../ui/confirm.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { MenuItem, MenuSeparator, SubMenu } from '../../ui/menu.tsx';
import { useTitle } from '../people/use-name.ts';
import { MuteMenu } from './mute-menu.tsx';
import { useConversationActions } from './use-conversation-actions.ts';
import { useMovePin } from './use-pinned-rows.ts';

export interface RowMenuProps {
  readonly id: number;
  /** Those of the list that are pinned, as they stand there. */
  readonly pinned: readonly number[];
  /** Asks for the name of a new folder; the menu is gone by then. */
  readonly onNewFolder: (id: number) => void;
}

export function RowMenu({ id, pinned, onNewFolder }: RowMenuProps): ReactNode {
  const { i18n } = useLingui();
  const info = useConversation(id);
  const mine = useLive(useEngine().mine);
  const actions = useConversationActions();
  if (info === undefined) return null;
  const own = ownOf(mine, id);
  const isMuted = own.mutedUntil > Date.now();
  const isAway = isArchived(info, own);
  return (
    <>
      {isUnread(info, own) ? (
        <MenuItem icon={CheckCheck} onSelect={() => actions.markRead(id)}>
          {i18n._('Mark as read')}
        </MenuItem>
      ) : (
        <MenuItem icon={CircleDot} onSelect={() => actions.markUnread(id)}>
          {i18n._('Mark as unread')}
        </MenuItem>
      )}
      <MenuItem
        icon={own.pin === undefined ? Pin : PinOff}
        onSelect={() => actions.pin(id, own.pin === undefined)}
      >
        {own.pin === undefined ? i18n._('Pin to the top') : i18n._('Unpin')}
      </MenuItem>
      <PlaceItems id={id} pinned={pinned} />
      {isMuted ? (
        <MenuItem icon={Bell} onSelect={() => actions.mute(id, 0)}>
          {i18n._('Unmute')}
        </MenuItem>
      ) : (
        <MuteMenu id={id} />
      )}
      <FolderItems id={id} onNewFolder={onNewFolder} />
      <MenuItem icon={isAway ? ArchiveRestore : Archive} onSelect={() => actions.archive(id, !isAway)}>
        {isAway ? i18n._('Take out of the archive') : i18n._('Archive')}
      </MenuItem>
      {info.kind === 'group' && <LeaveItem id={id} hasLeft={info.left} />}
    </>
  );
}

/** To another place among those that are pinned. */
function PlaceItems({ id, pinned }: Pick<RowMenuProps, 'id' | 'pinned'>): ReactNode {
  const { i18n } = useLingui();
  const movePin = useMovePin();
  const at = pinned.indexOf(id);
  if (at < 0 || pinned.length < 2) return null;
  return (
    <>
      {at > 0 && (
        <MenuItem icon={ArrowUp} onSelect={() => movePin(pinned, id, at - 1)}>
          {i18n._('Move up')}
        </MenuItem>
      )}
      {at < pinned.length - 1 && (
        <MenuItem icon={ArrowDown} onSelect={() => movePin(pinned, id, at + 1)}>
          {i18n._('Move down')}
        </MenuItem>
      )}
    </>
  );
}

function FolderItems({ id, onNewFolder }: Pick<RowMenuProps, 'id' | 'onNewFolder'>): ReactNode {
  const { i18n } = useLingui();
  const mine = useLive(useEngine().mine);
  const actions = useConversationActions();
  return (
    <SubMenu icon={FolderIcon} label={i18n._('Folder')}>
      {foldersOf(mine).map((folder) => {
        const isIn = folder.conversations.includes(id);
        return (
          <MenuItem key={folder.id} checked={isIn} onSelect={() => actions.putInto(folder, id, !isIn)}>
            {folder.title}
          </MenuItem>
        );
      })}
      <MenuItem icon={FolderPlus} onSelect={() => onNewFolder(id)}>
        {i18n._('New folder…')}
      </MenuItem>
    </SubMenu>
  );
}

function LeaveItem({ id, hasLeft }: { readonly id: number; readonly hasLeft: boolean }): ReactNode {
  const { i18n } = useLingui();
  const title = useTitle(id);
  const actions = useConversationActions();
  const leave = async (): Promise<void> => {
    const text = i18n._('You will not get its messages any more. What was said before stays here.');
    const question = {
      title: i18n._('Leave {title}?', { title }),
      text,
      action: i18n._('Leave'),
      danger: true,
    };
    if (await confirm(question)) actions.leave(id);
  };
  return (
    <>
      <MenuSeparator />
      {hasLeft ? (
        <MenuItem icon={Trash2} danger onSelect={() => actions.forget(id)}>
          {i18n._('Remove from the list')}
        </MenuItem>
      ) : (
        <MenuItem icon={LogOut} danger onSelect={() => void leave()}>
          {i18n._('Leave the group')}
        </MenuItem>
      )}
    </>
  );
}

/** Asks what a new folder is called. */
export function NewFolder({
  conversation,
  onClose,
}: {
  /** What it begins with; undefined: nothing is asked. */
  readonly conversation: number | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const { i18n } = useLingui();
  const actions = useConversationActions();
  const [name, setName] = useState('');
  const add = (): void => {
    if (conversation === undefined || name.trim() === '') return;
    actions.addFolder(name.trim(), conversation);
    setName('');
    onClose();
  };
  return (
    <Dialog
      title={i18n._('New folder')}
      open={conversation !== undefined}
      onClose={onClose}
      size="s"
      footer={
        <Button kind="primary" disabled={name.trim() === ''} onClick={add}>
          {i18n._('Create')}
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextField label={i18n._('Name')} value={name} onChange={setName} maxLength={40} autoFocus />
      </form>
    </Dialog>
  );
}
