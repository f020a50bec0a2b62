import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

export interface FaultServer {
  readonly origin: string;
  readonly port: number;
  /** Requests so far: `METHOD /path`. */
  readonly seen: string[];
  readonly headers: Array<IncomingMessage['headers']>;
  handler: Handler;
  close(): Promise<void>;
}

/** A loopback server that does what `handler` says, and remembers what it was asked. */
export async function faultServer(handler: Handler): Promise<FaultServer> {
  const seen: string[] = [];
  const headers: Array<IncomingMessage['headers']> = [];
  const server: Server = createServer((request, response) => {
    seen.push(`${request.method ?? ''} ${request.url ?? ''}`);
    headers.push(request.headers);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => self.handler(request, response, Buffer.concat(chunks).toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const self: FaultServer = {
    origin: `http://127.0.0.1:${port}`,
    port,
    seen,
    headers,
    handler,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return self;
}

/** The ways in which a server is known to fail a client. */
export const faults = {
  html: (_request, response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Wiki</title>'),
  login: (_request, response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html><form>Sign in <input type="password"></form>'),
  hostCheck: (_request, response) => void response.writeHead(403, { 'Content-Type': 'text/plain' }).end('Invalid Host header - possible DNS rebinding attack detected'),
  forbidden: (_request, response) => void response.writeHead(403, { 'Content-Type': 'application/json' }).end('{"error_code":"PERMISSION_DENIED","message":"Permission denied"}'),
  unauthorized: (_request, response) => void response.writeHead(401, { 'Content-Type': 'text/plain' }).end('You are not authenticated.'),
  crash: (_request, response) => void response.writeHead(500, { 'Content-Type': 'application/json' })
    .end('{"error_code":"INTERNAL_ERROR","message":"(sqlite3.OperationalError) SELECT secret FROM webhooks WHERE x"}'),
  throttle: (_request, response) => void response.writeHead(429, { 'Retry-After': '7' }).end('slow down'),
  never: () => undefined,
  half: (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '4000' });
    response.write('{"runs": [');
    setTimeout(() => response.destroy(), 20);
  },
  halfChunked: (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.write('{"runs": [');
    setTimeout(() => response.destroy(), 20);
  },
  slow: (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 30);
    response.on('close', () => clearInterval(timer));
  },
  huge: (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, 32)));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  },
  garbage: (request) => void request.socket.end('this is no HTTP at all\r\n\r\n'),
  cutJson: (_request, response) => void response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"runs": [{"info"'),
} satisfies Record<string, Handler>;
