// Makes the runs of the last seven nights; a second time makes none, for each start has its run already.
import { createClient } from '@carillon/sdk';

const dayMs = 86_400_000;
const carillon = createClient({ url: process.env.CARILLON_URL ?? 'http://127.0.0.1:4200' });

const { id } = await carillon.deployments.readByName({ flowName: 'tally', name: 'nightly' });
const now = Date.now();
const { created } = await carillon.deployments.schedule({
  id,
  startTime: new Date(now - 7 * dayMs),
  endTime: new Date(now),
  minRuns: 100,
});
console.log(`${created} runs made`);
