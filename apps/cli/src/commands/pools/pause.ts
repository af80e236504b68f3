import { textOf } from '../../arguments.ts';
import { clientCommand, printJson } from '../../client-command.ts';
import { onlyOne } from '../../find/only-one.ts';

export const poolsPause = clientCommand({
  usage: 'carillon pools pause POOL [--reason TEXT]',
  about: 'No worker gets runs of this pool any more; they wait. What runs goes on.',
  options: { reason: { value: 'TEXT', help: 'shown to whoever asks why nothing runs' } },
  async run({ parsed, client, json }) {
    const name = onlyOne(parsed, 'work pool');
    await client.workPools.update({ name, isPaused: true, pauseReason: textOf(parsed, 'reason') ?? null });
    if (json) printJson(await client.workPools.read({ name }));
    else console.log(`${name}  paused`);
    return 0;
  },
});

export const poolsResume = clientCommand({
  usage: 'carillon pools resume POOL',
  about: 'Lets the workers of a paused pool have its runs again.',
  async run({ parsed, client, json }) {
    const name = onlyOne(parsed, 'work pool');
    await client.workPools.update({ name, isPaused: false });
    if (json) printJson(await client.workPools.read({ name }));
    else console.log(`${name}  resumed`);
    return 0;
  },
});
