/** Renames the folder that is shown, or takes it away. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { EllipsisVertical, FolderX, Pencil } from 'lucide-react';
import type { Folder } from '../../model/own.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { useConversationActions } from './use-conversation-actions.ts';

export function FolderMenu({ folder }: { readonly folder: Folder }): ReactNode {
  const { i18n } = useLingui();
  const actions = useConversationActions();
  const [isRenaming, setRenaming] = useState(false);
  const label = i18n._('Options for {name}', { name: folder.title });
  return (
    <>
      <Menu trigger={<IconButton size="s" icon={EllipsisVertical} label={label} />}>
        <MenuItem icon={Pencil} onSelect={() => setRenaming(true)}>
          {i18n._('Rename…')}
        </MenuItem>
        <MenuItem icon={FolderX} danger onSelect={() => actions.removeFolder(folder)}>
          {i18n._('Remove the folder')}
        </MenuItem>
      </Menu>
      {isRenaming && <RenameFolder folder={folder} onClose={() => setRenaming(false)} />}
    </>
  );
}

function RenameFolder({
  folder,
  onClose,
}: {
  readonly folder: Folder;
  readonly onClose: () => void;
}): ReactNode {
  const { i18n } = useLingui();
  const actions = useConversationActions();
  const [title, setTitle] = useState(folder.title);
  const save = (): void => {
    if (title.trim() === '') return;
    actions.renameFolder(folder, title.trim());
    onClose();
  };
  return (
    <Dialog
      open
      size="s"
      title={i18n._('Rename the folder')}
      onClose={onClose}
      footer={
        <Button kind="primary" disabled={title.trim() === ''} onClick={save}>
          {i18n._('Save')}
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField label={i18n._('Name')} value={title} onChange={setTitle} maxLength={40} autoFocus />
      </form>
    </Dialog>
  );
}
