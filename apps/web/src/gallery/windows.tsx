import { useState } from 'react';
import type { ReactNode } from 'react';
import { Copy, Ellipsis, Forward, Pin, Trash2 } from 'lucide-react';
import { Button, IconButton } from '../ui/button.tsx';
import { confirm } from '../ui/confirm.tsx';
import { Dialog, Sheet } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { ContextMenu, Menu, MenuItem, MenuSeparator, SubMenu } from '../ui/menu.tsx';
import { Popover } from '../ui/popover.tsx';
import { toast } from '../ui/toast.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { Section } from './section.tsx';

export function Windows(): ReactNode {
  const [open, setOpen] = useState<'dialog' | 'sheet' | undefined>(undefined);
  const close = (): void => {
    setOpen(undefined);
  };
  return (
    <Section title="Windows">
      <Menu trigger={<IconButton icon={Ellipsis} label="More" />}>
        <Items />
      </Menu>
      <ContextMenu menu={<Items />}>
        <Button>Right click me</Button>
      </ContextMenu>
      <Popover trigger={<Button>Popover</Button>} label="A popover">
        A small window
      </Popover>
      <Tooltip text="What this does">
        <Button>Tooltip</Button>
      </Tooltip>
      <Button onClick={() => setOpen('dialog')}>Dialog</Button>
      <Button onClick={() => setOpen('sheet')}>Sheet</Button>
      <Button onClick={() => toast('Copied', { action: { label: 'Undo', run: () => {} } })}>Toast</Button>
      <Button onClick={() => toast('The server cannot be reached', { kind: 'error', stays: true })}>
        Error
      </Button>
      <Button onClick={() => void ask()}>Question</Button>
      <Dialog
        title="New group"
        open={open === 'dialog'}
        onClose={close}
        footer={<Button kind="primary">Create</Button>}
      >
        <TextField label="Group name" value="" onChange={() => {}} />
      </Dialog>
      <Sheet title="React" open={open === 'sheet'} onClose={close}>
        👍 ❤️ 😂
      </Sheet>
    </Section>
  );
}

async function ask(): Promise<void> {
  const text = 'Members keep what was said so far. You can be invited again.';
  const yes = await confirm({ title: 'Leave Launch crew?', text, action: 'Leave', danger: true });
  toast(yes ? 'Left' : 'Stayed');
}

function Items(): ReactNode {
  return (
    <>
      <MenuItem icon={Copy} hint="Ctrl C" onSelect={() => {}}>
        Copy text
      </MenuItem>
      <MenuItem icon={Pin} checked onSelect={() => {}}>
        Pinned
      </MenuItem>
      <SubMenu icon={Forward} label="Forward to">
        <MenuItem onSelect={() => {}}>Mercutio</MenuItem>
      </SubMenu>
      <MenuSeparator />
      <MenuItem icon={Trash2} danger onSelect={() => {}}>
        Recall
      </MenuItem>
      <MenuItem disabled onSelect={() => {}}>
        Not allowed
      </MenuItem>
    </>
  );
}
