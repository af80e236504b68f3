import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** A call by REST: the text of its answer. Throws where that is no success. */
export type RestCall = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<string>;

export type RestCalls = Disposable & { call: RestCall };

/** Calls on so many connections that stay open; lean, since it shares the machine with what it measures. */
export const openRestCalls = (api: string, connections: number): RestCalls => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const call: RestCall = async (method, path, body) => {
    const sent = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const headers =
      sent === undefined ? {} : { 'content-type': 'application/json', 'content-length': sent.length };
    const { status, said } = await new Promise<{ status: number; said: string }>((resolve, reject) => {
      request(api + path, { agent, method, headers }, (answer) => {
        text(answer).then((said) => resolve({ status: answer.statusCode ?? 0, said }), reject);
      })
        .on('error', reject)
        .end(sent);
    });
    if (status < 200 || status > 299) throw new Error(`${method} ${path} is answered ${status}: ${said}`);
    return said;
  };
  return { call, [Symbol.dispose]: () => agent.destroy() };
};
