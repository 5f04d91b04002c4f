/** A chat in one page, with React: conversations on the left, messages on the right, both from the device before the network. */
import { StrictMode, useState } from 'react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { openEngine } from '@posthorn/client/engine/host';
import type { ConversationInfo } from '@posthorn/client/engine';
import { webSessions } from '@posthorn/client/web';
import {
  EngineProvider,
  useConversations,
  useEngine,
  useStatus,
  useTimeline,
  useUser,
} from '@posthorn/react';

function Chat(): ReactNode {
  const [open, setOpen] = useState<number>();
  const { connection, waiting } = useStatus();
  const conversations = [...useConversations().values()].toSorted((a, b) => b.activeAt - a.activeAt);
  return (
    <main>
      <p role="status">
        {connection}, {waiting} waiting
      </p>
      <ul>
        {conversations.map((each) => (
          <Row key={each.id} conversation={each} onOpen={() => setOpen(each.id)} />
        ))}
      </ul>
      {open !== undefined && <Messages key={open} conversation={open} />}
    </main>
  );
}

interface RowProps {
  readonly conversation: ConversationInfo;
  readonly onOpen: () => void;
}

function Row({ conversation: { title, peer, unread }, onOpen }: RowProps): ReactNode {
  const other = useUser(peer);
  return (
    <li>
      <button onClick={onOpen}>{`${title || other?.displayName || (other?.name ?? '…')} (${unread})`}</button>
    </li>
  );
}

function Messages({ conversation }: { readonly conversation: number }): ReactNode {
  const engine = useEngine();
  const { window, slice } = useTimeline(conversation);
  if (slice === undefined) return 'Loading…';
  return (
    <section>
      {!slice.isAtStart && (
        <button disabled={slice.isLoadingOlder} onClick={() => void window?.older()}>
          Older
        </button>
      )}
      <ol>
        {slice.messages.map(({ seq, content }) => (
          <li key={seq}>{content.text}</li>
        ))}
      </ol>
      <form
        action={(form) => {
          const text = form.get('text');
          if (typeof text === 'string') void engine.send({ conversation }, text);
        }}
      >
        <input name="text" aria-label="Message" />
      </form>
    </section>
  );
}

const web = webSessions(document.baseURI);
const { user } = (await web.current()) ?? (await web.logIn({ name: 'ann', password: 'but-soft' }));
const engine = await openEngine({
  credentials: { server: web.server, token: () => web.ticket() },
  account: `${user.id}@${new URL(web.server).host}`,
  endSession: () => web.logOut(),
});
createRoot(document.body.appendChild(document.createElement('div'))).render(
  <StrictMode>
    <EngineProvider engine={engine}>
      <Chat />
    </EngineProvider>
  </StrictMode>,
);
