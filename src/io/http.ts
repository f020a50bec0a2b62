import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Disposable } from '../core/base/disposable.ts';
import { fail } from '../core/base/fault.ts';
import type { Http, HttpRequest, HttpResponse } from '../core/port/http.ts';
import { connectionFault, isLoopback, redirected } from './httpRules.ts';

const defaultTimeoutMs = 30_000;
const defaultMaxBytes = 64 * 1024 * 1024;
const maxRedirects = 5;
/** Below the 5 s after which common Python servers close an idle connection: a reused socket is then a live one. */
const idleSocketMs = 3_000;

/** The Http port on node:http and node:https, with kept-alive connections that `dispose` ends. */
export function nodeHttp(): Http & Disposable {
  const plain = new HttpAgent({ keepAlive: true, timeout: idleSocketMs, maxSockets: 8 });
  const secure = new HttpsAgent({ keepAlive: true, timeout: idleSocketMs, maxSockets: 8 });

  async function request(first: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
    const deadlineMs = performance.now() + (first.timeoutMs ?? defaultTimeoutMs);
    let current = first;
    for (let hop = 0; ; hop++) {
      const response = await exchange(current, deadlineMs, signal);
      const next = redirected(current, response);
      if (!next) return response;
      if (hop === maxRedirects) throw fail('corrupt', `${hostOf(first.url)} redirects in a circle.`);
      current = next;
    }
  }

  function exchange(request: HttpRequest, deadlineMs: number, signal: AbortSignal): Promise<HttpResponse> {
    signal.throwIfAborted();
    const url = checkedUrl(request);
    const maxBytes = request.maxBytes ?? defaultMaxBytes;
    const options: RequestOptions = {
      method: request.method,
      agent: url.protocol === 'https:' ? secure : plain,
      headers: {
        Accept: 'application/json, */*;q=0.5',
        ...(request.body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(request.body)) }),
        ...request.headers,
      },
    };
    return new Promise((resolve, reject) => {
      let isRetried = false;
      let outgoing = start();
      const timer = setTimeout(
        () => end(fail('timeout', `${url.host} did not answer in time.`, { hint: 'Check that the server is up and not overloaded, then try again.' })),
        Math.max(1, deadlineMs - performance.now()),
      );
      signal.addEventListener('abort', abort, { once: true });

      function start() {
        const started = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options);
        started.on('error', (error: NodeJS.ErrnoException) => {
          // The server closed a kept connection just as it was used again: nothing was read, so asking anew is safe.
          const isIdle = started.reusedSocket && error.code === 'ECONNRESET' && !isRetried;
          if (isIdle && (request.method === 'GET' || request.method === 'HEAD')) {
            isRetried = true;
            outgoing = start();
          } else end(connectionFault(error, url.host));
        });
        started.on('response', (response) => collect(response));
        started.end(request.body);
        return started;
      }

      function collect(response: IncomingMessage): void {
        const chunks: Buffer[] = [];
        let bytes = 0;
        const tooLarge = () => end(fail('tooLarge', `${url.host} sends more than ${maxBytes} bytes.`));
        if (request.method !== 'HEAD' && Number(response.headers['content-length'] ?? 0) > maxBytes) return tooLarge();
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > maxBytes) tooLarge();
          else {
            chunks.push(chunk);
            request.onBytes?.(bytes);
          }
        });
        // Whatever breaks the connection from here on leaves half an answer.
        const half = () => end(fail('corrupt', `${url.host} ended its answer halfway.`, { hint: 'Try again; a proxy or the server may have been restarted.' }));
        response.on('error', half);
        response.on('close', () => {
          if (!response.complete) return half();
          finish();
          resolve({ status: response.statusCode ?? 0, headers: flatHeaders(response), body: Buffer.concat(chunks) });
        });
      }

      function abort(): void {
        end(Object.assign(new Error('Cancelled.'), { name: 'AbortError' }));
      }

      function finish(): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
      }

      function end(error: Error): void {
        finish();
        reject(error);
        outgoing.destroy();
      }
    });
  }

  return {
    request,
    dispose() {
      plain.destroy();
      secure.destroy();
    },
  };
}

function checkedUrl(request: HttpRequest): URL {
  if (!URL.canParse(request.url)) throw fail('invalid', 'That is no URL.');
  const url = new URL(request.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw fail('invalid', `${url.protocol} is not spoken here; use http or https.`);
  const hasCredential = Object.keys(request.headers ?? {}).some((name) => name.toLowerCase() === 'authorization');
  if (hasCredential && url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw fail('forbidden', `Credentials are not sent to ${url.host} over plain HTTP.`, {
      hint: 'Use an https address, or a tunnel to localhost.',
    });
  }
  return url;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function flatHeaders(response: IncomingMessage): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}
