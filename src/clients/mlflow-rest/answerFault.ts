import { fail, type FaultError } from '../../core/base/fault.ts';
import type { HttpResponse } from '../../core/port/http.ts';

const mostWords = 300;

/** An answer that is no success, in words a person can act on. Server errors are never shown raw: they may hold SQL. */
export function answerFault(response: HttpResponse, host: string, hadCredential: boolean): FaultError {
  const text = new TextDecoder().decode(response.body.subarray(0, 64 * 1024));
  const { code, message } = apiError(text);
  const words = message ? ` It says: ${message}` : '';
  switch (response.status) {
    case 401:
      return hadCredential
        ? fail('auth', `${host} no longer accepts the stored credentials.`, { hint: 'The token or password may have expired: enter it again for this connection.' })
        : fail('auth', `${host} asks for a sign-in.`, { hint: 'Add a user name and password, or a token, to this connection.' });
    case 403:
      return forbidden(text, host, hadCredential, words);
    case 404:
      if (code === 'RESOURCE_DOES_NOT_EXIST') return fail('notFound', message || `${host} does not hold that.`);
      return fail('notFound', `${host} has no MLflow interface at this address.`, { hint: 'Check the path of the tracking URI, and the version of the server.' });
    case 413:
      return fail('tooLarge', `${host} refuses a request of this size.`, { hint: 'A proxy in front of the server may set that limit.' });
    case 429:
      return fail('throttled', `${host} asks for fewer requests.`, { hint: 'Wait a moment, then try again.', ...retryAfter(response) });
  }
  if (response.status >= 300 && response.status < 400) {
    return fail('auth', `${host} sends requests on to another page, most likely a sign-in.`, { hint: 'Add a token to this connection, or connect behind the sign-in proxy.' });
  }
  if (code === 'RESOURCE_ALREADY_EXISTS') return fail('conflict', message || 'That exists already.');
  if (response.status < 500) {
    return fail('invalid', `${host} does not accept the request (${response.status}).${words}`, { hint: 'The server may be of a version that asks for something else; its own log says more.' });
  }
  if (code === 'FEATURE_DISABLED') return fail('unsupported', `${host} has that feature turned off.`);
  return fail('unreachable', `${host} failed to answer (${response.status}).`, {
    hint: 'The server’s own log says why. It is tried again at the next refresh.',
    ...retryAfter(response),
  });
}

/** A web page where data was expected. */
export function pageFault(text: string, host: string): FaultError {
  if (/password|sign[ -]?in|log[ -]?in|sso|oauth/i.test(text)) {
    return fail('auth', `${host} answers with a sign-in page.`, { hint: 'Add a token to this connection; a browser’s sign-in does not count here.' });
  }
  return fail('schema', `${host} answers with a web page, not like an MLflow server.`, { hint: 'Check the address and its path; a proxy may stand in between.' });
}

function forbidden(text: string, host: string, hadCredential: boolean, words: string): FaultError {
  if (/invalid host|dns rebinding/i.test(text)) {
    return fail('forbidden', `${host} does not answer under this name (MLflow’s Host check).`, {
      hint: `Start the server with --allowed-hosts ${host} (the port must match), or reach it through a tunnel to localhost.`,
    });
  }
  return fail('forbidden', `${host} does not allow this.${words}`, {
    hint: hadCredential
      ? 'The token may have expired, or your user lacks the permission: enter it again, or ask the server’s administrator.'
      : 'Add a user name and password, or a token, to this connection.',
  });
}

/** The server's `{error_code, message}`, its message on one line and without control characters. */
function apiError(text: string): { code: string; message: string } {
  try {
    const parsed = JSON.parse(text) as { error_code?: unknown; message?: unknown } | null;
    const message = typeof parsed?.message === 'string' ? parsed.message : '';
    const line = message.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
    const isLeaky = /\b(select|insert|update|delete)\b.+\b(from|into|set|where)\b|sqlalchemy|traceback/i.test(line);
    return {
      code: typeof parsed?.error_code === 'string' ? parsed.error_code : '',
      message: isLeaky ? '' : line.length > mostWords ? `${line.slice(0, mostWords)}…` : line,
    };
  } catch {
    // Plain text or a page: the status alone speaks.
    return { code: '', message: '' };
  }
}

function retryAfter(response: HttpResponse): { retryAfterMs?: number } {
  const value = response.headers['retry-after'];
  if (value === undefined) return {};
  const seconds = Number(value);
  const untilMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return untilMs > 0 ? { retryAfterMs: untilMs } : {};
}
