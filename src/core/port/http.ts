export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Whole exchange; default 30 s. */
  readonly timeoutMs?: number;
  /** Default 64 MiB; beyond it `tooLarge`. */
  readonly maxBytes?: number;
  /** As the answer comes: how many bytes of its body are here. */
  readonly onBytes?: (received: number) => void;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Http {
  /**
   * Any status is a response; a connection that fails, ends early or takes too long throws `unreachable`, `corrupt`
   * or `timeout`. Redirects to another origin are not followed with credentials. An Authorization header over plain
   * HTTP to anything but loopback is refused with `forbidden`.
   */
  request(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse>;
}
