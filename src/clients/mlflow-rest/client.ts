import { fail, type FaultError } from '../../core/base/fault.ts';
import type { Credentials } from '../../core/port/credentials.ts';
import type { Http, HttpRequest, HttpResponse } from '../../core/port/http.ts';
import { answerFault, pageFault } from './answerFault.ts';

export interface RestOptions {
  readonly http: Http;
  readonly credentials: Pick<Credentials, 'get'>;
  /** Asked before each request: an untrusted workspace contacts no endpoint. */
  readonly isTrusted: () => boolean;
  /** Server root, without a slash at its end: `https://host/prefix`. */
  readonly uri: string;
}

export interface Call {
  readonly query?: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  readonly body?: unknown;
  readonly timeoutMs?: number;
  /** `2.0` where not said. */
  readonly version?: '2.0' | '3.0';
}

/** JSON calls to an MLflow tracking server. Every failure is a Fault with a next step. */
export class MlflowRest {
  readonly uri: string;
  readonly #options: RestOptions;

  constructor(options: RestOptions) {
    this.#options = options;
    this.uri = options.uri;
  }

  /** `path` below `/api/<version>/mlflow/`. An empty answer is `{}`. */
  async call(method: HttpRequest['method'], path: string, call: Call, signal: AbortSignal): Promise<Record<string, unknown>> {
    const response = await this.send(
      {
        method,
        url: `${this.uri}/api/${call.version ?? '2.0'}/mlflow/${path}${queryOf(call.query)}`,
        headers: { 'Content-Type': 'application/json' },
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        ...(call.timeoutMs === undefined ? {} : { timeoutMs: call.timeoutMs }),
      },
      signal,
    );
    return this.#json(response);
  }

  get(path: string, query: Call['query'], signal: AbortSignal): Promise<Record<string, unknown>> {
    return this.call('GET', path, query ? { query } : {}, signal);
  }

  post(path: string, body: unknown, signal: AbortSignal): Promise<Record<string, unknown>> {
    return this.call('POST', path, { body }, signal);
  }

  /** Any address of this server, with its credentials. Throws for every status but 2xx. */
  async send(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
    if (!this.#options.isTrusted()) {
      throw fail('untrusted', `${this.#host} is not contacted from an untrusted workspace.`, { hint: 'Trust this workspace to see its servers.' });
    }
    const authorization = await this.authorization();
    const headers = { ...request.headers, ...(authorization === undefined ? {} : { Authorization: authorization }) };
    const response = await this.#options.http.request({ ...request, headers }, signal);
    if (response.status < 200 || response.status > 299) {
      throw answerFault(response, this.#host, authorization !== undefined);
    }
    return response;
  }

  /** The header's value for this origin, or undefined. Never shown, never saved. */
  async authorization(): Promise<string | undefined> {
    const credential = await this.#options.credentials.get(new URL(this.uri).origin);
    if (!credential) return undefined;
    if (credential.kind === 'bearer') return `Bearer ${credential.token}`;
    return `Basic ${Buffer.from(`${credential.username}:${credential.password}`).toString('base64')}`;
  }

  get #host(): string {
    return new URL(this.uri).host;
  }

  #json(response: HttpResponse): Record<string, unknown> {
    const text = new TextDecoder().decode(response.body);
    if (text.trimStart().startsWith('<')) throw pageFault(text, this.#host);
    let value: unknown;
    try {
      value = text.trim() === '' ? {} : JSON.parse(text);
    } catch {
      // What does not even begin like JSON's object was not cut: it is something else's answer.
      if (!text.trimStart().startsWith('{')) throw strange(this.#host);
      throw fail('corrupt', `${this.#host} sent an answer that is not whole JSON.`, { hint: 'Try again; a proxy may cut long answers.' });
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw strange(this.#host);
    }
    return value as Record<string, unknown>;
  }
}

function strange(host: string): FaultError {
  return fail('schema', `${host} does not answer like an MLflow server.`, { hint: 'Check the address and its path: something else may listen there.' });
}

function queryOf(query: Call['query']): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? (value as readonly string[]) : [value as string | number]) search.append(name, String(one));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
