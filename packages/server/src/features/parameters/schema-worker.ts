import { parentPort } from 'node:worker_threads';
import { createSchemaCheck, type SchemaCheck } from './schema-check.ts';

const check = createSchemaCheck();

// One check at a time: the other side sends the next when it has this one's result.
parentPort?.on('message', (message: SchemaCheck) => parentPort?.postMessage(check(message)));
parentPort?.postMessage('ready');
