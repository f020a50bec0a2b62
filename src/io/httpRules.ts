import { fail, type FaultError } from '../core/base/fault.ts';
import type { HttpRequest, HttpResponse } from '../core/port/http.ts';

const credentialHeaders = new Set(['authorization', 'proxy-authorization', 'cookie']);
const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** Is this host name the machine itself? Only addresses that cannot be made to point elsewhere by DNS, and `localhost`. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * The request that follows this answer's redirect, or undefined where the answer itself is to be given back. Another
 * origin gets no credentials, and never a body: what was meant for one server is not posted to the next.
 */
export function redirected(request: HttpRequest, response: HttpResponse): HttpRequest | undefined {
  const location = response.headers['location'];
  if (!redirectStatuses.has(response.status) || location === undefined) return undefined;
  if (!URL.canParse(location, request.url)) return undefined;
  const from = new URL(request.url);
  const to = new URL(location, request.url);
  if (to.protocol !== 'http:' && to.protocol !== 'https:') return undefined;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const isSameOrigin = to.origin === from.origin;
  if (!isRead && !(isSameOrigin && response.status >= 307)) return undefined;
  if (isSameOrigin) return { ...request, url: to.href };
  const headers = Object.fromEntries(
    Object.entries(request.headers ?? {}).filter(([name]) => !credentialHeaders.has(name.toLowerCase())),
  );
  return { ...request, url: to.href, headers };
}

const words: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  ECONNREFUSED: ['refuses the connection', 'Check the address and port, and that the server is running.'],
  ENOTFOUND: ['is not a known host name', 'Check the address; a VPN may be needed.'],
  EAI_AGAIN: ['could not be looked up', 'Check your network connection.'],
  ETIMEDOUT: ['cannot be reached', 'Check your network connection; a VPN or firewall may be in the way.'],
  EHOSTUNREACH: ['cannot be reached', 'Check your network connection; a VPN or firewall may be in the way.'],
  ENETUNREACH: ['cannot be reached', 'Check your network connection.'],
  ECONNRESET: ['closed the connection', 'Check that the address is right and speaks HTTP (or HTTPS).'],
  EPIPE: ['closed the connection', 'Try again.'],
  EPROTO: ['does not speak HTTPS here', 'Check whether the address should begin with http://.'],
};

/** A failed connection in words a person can act on. */
export function connectionFault(error: NodeJS.ErrnoException, host: string): FaultError {
  const code = error.code ?? '';
  const known = words[code];
  if (known) return fail('unreachable', `${host} ${known[0]}.`, { hint: known[1] });
  if (code.startsWith('HPE_')) {
    return fail('corrupt', `${host} answers with something that is not HTTP.`, { hint: 'Check the port.' });
  }
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return fail('unreachable', `The certificate of ${host} is not accepted (${code}).`, {
      hint: 'Add its authority to the system, or to NODE_EXTRA_CA_CERTS.',
    });
  }
  return fail('unreachable', `${host} could not be reached${code ? ` (${code})` : ''}.`);
}
