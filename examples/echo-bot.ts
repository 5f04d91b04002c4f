// Answers every direct message. Run: node examples/echo-bot.ts http://127.0.0.1:7010 echo secret
import { connect, fileStorage } from '@posthorn/client/node';

const [server = 'http://127.0.0.1:7010', user = 'echo', password = ''] = process.argv.slice(2);
const bot = await connect(
  { server, user, password, register: true },
  { storage: await fileStorage(`./${user}-state`), device: { class: 'bot', label: 'Echo bot' } },
);

bot.on('state', (state) => console.error(state.name, 'error' in state ? (state.error?.message ?? '') : ''));
bot.on('message', async ({ conversation, seq, content, isMine }) => {
  const { kind } = await bot.call('getConversation', { conversation });
  if (isMine || kind !== 'direct') return;
  // The answer's id is derived from the message, so a message seen again after a crash is not answered twice.
  const { done } = bot.send({ conversation }, `You said: ${content.text}`, {
    clientId: `echo-${conversation}-${seq}`,
  });
  await done;
});
