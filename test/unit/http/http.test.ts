import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toFault } from '../../../src/core/base/fault.ts';
import type { HttpRequest } from '../../../src/core/port/http.ts';
import { nodeHttp } from '../../../src/io/http.ts';
import { faults, faultServer, type FaultServer } from '../../servers/faultServer.ts';

const never = new AbortController().signal;
const http = nodeHttp();
let server: FaultServer;

beforeEach(async () => {
  server = await faultServer((_request, response) => void response.end('ok'));
});
afterEach(() => server.close());

async function faultOf(request: Partial<HttpRequest>, signal: AbortSignal = never) {
  try {
    await http.request({ method: 'GET', url: `${server.origin}/x`, ...request }, signal);
  } catch (error) {
    return toFault(error);
  }
  throw new Error('it did not fail');
}

describe('answers', () => {
  it.each([200, 204, 404, 500])('gives %i back as it is', async (status) => {
    server.handler = (_request, response) => void response.writeHead(status, { 'X-A': 'b' }).end(status === 204 ? '' : 'body');
    const answer = await http.request({ method: 'GET', url: server.origin }, never);
    expect([answer.status, answer.headers['x-a'], new TextDecoder().decode(answer.body)]).toEqual([status, 'b', status === 204 ? '' : 'body']);
  });

  it('sends a body of characters that take several bytes whole', async () => {
    server.handler = (_request, response, body) => void response.end(body);
    const answer = await http.request({ method: 'POST', url: server.origin, body: 'häßlich 模型' }, never);
    expect(new TextDecoder().decode(answer.body)).toBe('häßlich 模型');
  });

  it('uses one connection again, and a fresh one after the server closed it', async () => {
    const sockets = new Set<unknown>();
    server.handler = (request, response) => {
      sockets.add(request.socket);
      response.end('ok');
    };
    for (let count = 0; count < 3; count++) await http.request({ method: 'GET', url: server.origin }, never);
    expect(sockets.size).toBe(1);
    for (const socket of sockets) (socket as { destroy(): void }).destroy();
    expect((await http.request({ method: 'GET', url: server.origin }, never)).status).toBe(200);
  });
});

describe('failures', () => {
  it('nobody listens', async () => {
    await server.close();
    const fault = await faultOf({});
    expect(fault.code).toBe('unreachable');
    expect(fault.message).toContain('refuses the connection');
    expect(fault.hint).toBeTruthy();
  });

  it.each([
    ['half', 'corrupt'],
    ['halfChunked', 'corrupt'],
    ['garbage', 'corrupt'],
  ] as const)('%s is %s', async (name, code) => {
    server.handler = faults[name];
    expect((await faultOf({})).code).toBe(code);
  });

  it.each(['never', 'slow'] as const)('%s ends at the time limit of the whole exchange', async (name) => {
    server.handler = faults[name];
    const startedMs = performance.now();
    expect((await faultOf({ timeoutMs: 300 })).code).toBe('timeout');
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  it('stops reading beyond the size bound', async () => {
    server.handler = faults.huge;
    expect((await faultOf({ maxBytes: 100_000 })).code).toBe('tooLarge');
    server.handler = (_request, response) => void response.end('x'.repeat(101));
    expect((await faultOf({ maxBytes: 100 })).code).toBe('tooLarge');
    expect((await http.request({ method: 'GET', url: server.origin, maxBytes: 101 }, never)).body).toHaveLength(101);
  });

  it('an abort ends it, before and during', async () => {
    const control = new AbortController();
    server.handler = faults.never;
    const pending = faultOf({}, control.signal);
    setTimeout(() => control.abort(), 50);
    expect((await pending).code).toBe('cancelled');
    expect((await faultOf({}, control.signal)).code).toBe('cancelled');
  });

  it.each(['ftp://x/', 'file:///etc/passwd', 'nothing'])('refuses %s', async (url) => {
    expect((await faultOf({ url })).code).toBe('invalid');
  });
});

describe('credentials', () => {
  const secret = { Authorization: 'Bearer s3cret', 'X-Other': 'kept' };

  it('go to loopback over plain HTTP, and to no other host', async () => {
    await http.request({ method: 'GET', url: server.origin, headers: secret }, never);
    expect(server.headers[0]!.authorization).toBe('Bearer s3cret');
    for (const host of ['192.0.2.1', 'tracker.example', '127.0.0.1.example', 'localhost.example']) {
      const fault = await faultOf({ url: `http://${host}/`, headers: { authorization: 'Bearer s3cret' } });
      expect(fault.code).toBe('forbidden');
      expect(JSON.stringify(fault)).not.toContain('s3cret');
    }
  });

  it('follow a redirect on the same origin only', async () => {
    const other = await faultServer((_request, response) => void response.end('other'));
    try {
      server.handler = (request, response) => {
        if (request.url === '/a') response.writeHead(302, { Location: '/b' }).end();
        else if (request.url === '/b') response.writeHead(307, { Location: `${other.origin}/c` }).end();
        else response.end();
      };
      const answer = await http.request({ method: 'GET', url: `${server.origin}/a`, headers: secret }, never);
      expect(new TextDecoder().decode(answer.body)).toBe('other');
      expect(server.headers.map((one) => one.authorization)).toEqual(['Bearer s3cret', 'Bearer s3cret']);
      expect(other.headers[0]!.authorization).toBeUndefined();
      expect(other.headers[0]!['x-other']).toBe('kept');
    } finally {
      await other.close();
    }
  });

  it('a body is not posted on to another origin', async () => {
    const other = await faultServer((_request, response) => void response.end('other'));
    try {
      server.handler = (_request, response) => void response.writeHead(308, { Location: other.origin }).end();
      const answer = await http.request({ method: 'POST', url: server.origin, body: '{}' }, never);
      expect(answer.status).toBe(308);
      expect(other.seen).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('a circle of redirects ends', async () => {
    server.handler = (_request, response) => void response.writeHead(302, { Location: '/again' }).end();
    expect((await faultOf({})).code).toBe('corrupt');
    expect(server.seen.length).toBeLessThan(10);
  });
});
